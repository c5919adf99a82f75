/**
 * Physical HDLC addresses made from serial numbers.
 *
 * Many makers derive the physical address from the serial number, most often `SN mod 10000 + 1000`. The formula is read
 * by a small recursive-descent parser: sum = product {(+|-) product}; product = factor {(*|/|%|mod|div) factor};
 * factor = number | SN | ( sum ). Division is whole.
 */
import { DlmsError } from '../../src/index';

const tokenPattern = /\s*(?:(\d+)|(SN)|(mod|div)|([-+*/%()]))/iy;

const tokenize = (formula: string): string[] => {
  const tokens: string[] = [];
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < formula.trimEnd().length) {
    const at = tokenPattern.lastIndex;
    const match = tokenPattern.exec(formula);
    if (match === null) throw new DlmsError('settings-invalid', `formula: "${formula.slice(at).trim()}" is not understood`);
    tokens.push(match[0].trim().toLowerCase());
  }
  return tokens;
};

const operators: Readonly<Record<string, (left: bigint, right: bigint) => bigint>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  div: (left, right) => left / right,
  '%': (left, right) => left % right,
  mod: (left, right) => left % right,
};

class Formula {
  private at = 0;
  private depth = 0;

  constructor(
    private readonly tokens: readonly string[],
    private readonly serial: bigint,
  ) {}

  value(): bigint {
    const value = this.sum();
    if (this.at < this.tokens.length) throw this.unexpected();
    return value;
  }

  private sum(): bigint {
    return this.chain(['+', '-'], () => this.product());
  }

  private product(): bigint {
    return this.chain(['*', '/', '%', 'mod', 'div'], () => this.factor());
  }

  private chain(symbols: readonly string[], operand: () => bigint): bigint {
    let value = operand();
    for (;;) {
      const symbol = this.tokens[this.at];
      if (symbol === undefined || !symbols.includes(symbol)) return value;
      this.at += 1;
      const right = operand();
      if (right === 0n && symbols.length > 2 && symbol !== '*') throw new DlmsError('settings-invalid', 'formula: division by zero');
      value = operators[symbol]?.(value, right) ?? value;
    }
  }

  private factor(): bigint {
    const token = this.tokens[this.at];
    if (token === undefined) throw this.unexpected();
    this.at += 1;
    if (token === 'sn') return this.serial;
    if (/^\d+$/.test(token)) return BigInt(token);
    if (token !== '(' || ++this.depth > 20) throw this.unexpected();
    const value = this.sum();
    if (this.tokens[this.at++] !== ')') throw new DlmsError('settings-invalid', 'formula: a bracket is not closed');
    this.depth -= 1;
    return value;
  }

  private unexpected(): DlmsError {
    return new DlmsError('settings-invalid', `formula: "${this.tokens[this.at] ?? 'end'}" is not expected here`);
  }
}

/**
 * Physical address by the formula; letters and separators of the serial number are left out.
 * @throws DlmsError `settings-invalid`
 */
export const evaluateAddressFormula = (formula: string, serialNumber: string): number => {
  const digits = serialNumber.replace(/\D/g, '');
  if (digits === '' || digits.length > 20) throw new DlmsError('settings-invalid', `serialNumber: "${serialNumber}" has no usable digits`);
  if (formula.length > 200) throw new DlmsError('settings-invalid', 'formula: too long');
  const address = new Formula(tokenize(formula), BigInt(digits)).value();
  if (address < 0n || address > 0x3fffn) throw new DlmsError('settings-invalid', `formula: ${address} is not between 0 and 16383`);
  return Number(address);
};
