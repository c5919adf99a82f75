import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DlmsError, isDlmsError } from '../../src/errors';
import type { Step } from '../../src/framing/link';
import {
  createAsciiDeframer,
  createModeEServer,
  createModeESignOn,
  decodeAscii,
  encodeAscii,
  type ModeEResult,
  type ModeESignOnOptions,
  parseIdentification,
  seenText,
} from '../../src/framing/mode-e';

const options: ModeESignOnOptions = {
  initialBaudRate: 300,
  address: '',
  parity: 'software-even',
  maxBaudRate: 0,
  start: 'sign-on',
  retries: 0,
};

/** Runs the sign-on; each answer is text (as 7E1 if `parity`), or null for silence. Returns the steps, too. */
function signOn(of: Partial<ModeESignOnOptions>, answers: readonly (Buffer | null)[]): { result: ModeEResult; steps: Step[] } {
  const { deframer, signOn: start } = createModeESignOn({ ...options, ...of });
  const dialogue = start();
  const waiting = [...answers];
  const lines: Buffer[] = [];
  const steps: Step[] = [];
  let result = dialogue.next();
  while (!result.done) {
    steps.push(result.value);
    if (result.value.timeoutMs === 0) {
      result = dialogue.next(Buffer.alloc(0));
      continue;
    }
    while (lines.length === 0 && waiting.length > 0) {
      const answer = waiting.shift();
      if (answer === null || answer === undefined) break;
      lines.push(...deframer.push(answer));
    }
    const line = lines.shift();
    result = line === undefined ? dialogue.throw(new DlmsError('response-timeout', 'silence')) : dialogue.next(line);
  }
  return { result: result.value, steps };
}

const plain = (text: string): Buffer => Buffer.from(text, 'latin1');
const even = (text: string): Buffer => encodeAscii(text, 'software-even');
const failure = (of: Partial<ModeESignOnOptions>, answers: readonly (Buffer | null)[], pattern: RegExp): void =>
  assert.throws(
    () => signOn(of, answers),
    (error) => isDlmsError(error) && error.code === 'sign-on-failed' && pattern.test(error.message),
  );

describe('mode E parity', () => {
  it('is even, as on the wire', () => {
    // `/?!` CR LF at 7E1 is AF 3F 21 8D 0A; the acknowledgement 06 B2 35 B2 8D 0A.
    assert.equal(even('/?!\r\n').toString('hex').toUpperCase(), 'AF3F218D0A');
    assert.equal(even('\x06252\r\n').toString('hex').toUpperCase(), '06B235B28D0A');
    assert.equal(decodeAscii(Buffer.from('B230B2', 'hex')), '202');
    for (let octet = 0; octet < 128; octet++) {
      const [sent = 0] = even(String.fromCharCode(octet));
      assert.equal([...sent.toString(2)].filter((bit) => bit === '1').length % 2, 0);
      assert.equal(decodeAscii(Buffer.of(sent)), String.fromCharCode(octet));
    }
  });
});

describe('mode E sign-on', () => {
  it('asks at 300 baud, acknowledges after a pause, changes the rate', () => {
    const { result, steps } = signOn({}, [even('/LGZ5\\2ZMD4054407.B32\r\n'), even('\x06252\r\n')]);
    assert.deepEqual(result, {
      manufacturer: 'LGZ',
      identification: 'ZMD4054407.B32',
      baudRate: 9600,
      announced: true,
      acknowledged: true,
    });
    assert.deepEqual(steps, [
      { send: even('/?!\r\n'), timeoutMs: 5000, baudRate: 300 },
      { send: even('\x06252\r\n'), timeoutMs: 0, pauseMs: 300 },
      { send: null, timeoutMs: 500, baudRate: 9600, pauseMs: 300 },
    ]);
  });

  it('needs no acknowledgement of the meter, and takes octets without parity', () => {
    const { result } = signOn({ parity: 'none', address: '12345678' }, [plain('/EMH4\\@01EFG\r\n'), null]);
    assert.deepEqual(result, { manufacturer: 'EMH', identification: '01EFG', baudRate: 4800, announced: false, acknowledged: false });
    assert.equal(signOn({}, [even('/LGZ5\\2X\r\n'), Buffer.from('B230B28D0A', 'hex')]).result.acknowledged, true);
  });

  it('stays below the rate that is allowed', () => {
    for (const [maxBaudRate, baudRate] of [
      [0, 19200],
      [9600, 9600],
      [9599, 4800],
      [300, 300],
      [100, 300],
      [115200, 19200],
    ] as const) {
      assert.equal(signOn({ maxBaudRate }, [even('/LGZ6\\2X\r\n'), null]).result.baudRate, baudRate);
    }
  });

  it('passes by the own echo and noise, and repeats after silence', () => {
    const noisy = Buffer.concat([Buffer.of(0, 0xff, 0x55), even('/LGZ5\\2X\r\n')]);
    assert.equal(signOn({}, [even('/?!\r\n'), noisy, null]).result.manufacturer, 'LGZ');
    assert.equal(signOn({ retries: 1 }, [null, even('/LGZ5\\2X\r\n'), null]).result.manufacturer, 'LGZ');
  });

  it('says what was seen', () => {
    failure({}, [null], /"\/\?!<0D><0A>" was sent; nothing came/);
    failure({}, [even('/?!\r\n'), null], /only the own echo/);
    failure({}, [plain('hello\x01\r\n'), null], /"hello<01><0D><0A>" came/);
    failure({}, [even('/ABCB\\2X\r\n')], /rate "B"/);
    failure(
      {},
      Array.from({ length: 20 }, () => plain('x\n')),
      /"x<0A>" came/,
    );
  });

  it('leaves other errors alone and refuses addresses that cannot be sent', () => {
    const dialogue = createModeESignOn(options).signOn();
    dialogue.next();
    assert.throws(
      () => dialogue.throw(new DlmsError('connection-closed', 'gone')),
      (error) => isDlmsError(error) && error.code === 'connection-closed',
    );
    assert.throws(
      () => createModeESignOn({ ...options, address: '1\r\n' }),
      (error) => isDlmsError(error) && error.code === 'settings-invalid',
    );
  });

  it('does nothing when HDLC starts at a fixed rate', () => {
    const { result, steps } = signOn({ start: 'fixed' }, []);
    assert.deepEqual(steps, []);
    assert.equal(result.baudRate, 0);
  });

  it('reads identifications of all kinds', () => {
    assert.deepEqual(parseIdentification('/ISk5\\2MT382-1003\r\n'), {
      manufacturer: 'ISk',
      rate: '5',
      identification: 'MT382-1003',
      announced: true,
    });
    for (const text of ['', '/', '/AB5X\r\n', '/LGZ5\\2X', 'LGZ5\r\n']) assert.equal(parseIdentification(text), null);
    assert.equal(seenText('\x06a\x7f'), '<06>a<7F>');
  });
});

describe('mode E lines', () => {
  it('are bounded, and the same however they are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(0x0a, 0x8a, 0x2f), fc.nat(255)), { maxLength: 600 }), (octets) => {
        const [whole, single] = [createAsciiDeframer(), createAsciiDeframer()];
        const lines = whole.push(Buffer.from(octets));
        assert.deepEqual(
          octets.flatMap((octet) => single.push(Buffer.of(octet))),
          lines,
        );
        assert.ok(lines.every(({ length }) => length <= 128));
        assert.equal(single.dropped, whole.dropped);
      }),
    );
    const deframer = createAsciiDeframer();
    deframer.push(plain('partial'));
    deframer.reset();
    assert.equal(deframer.dropped, 7);
    assert.deepEqual(deframer.push(plain('x\n')).map(String), ['x\n']);
  });
});

describe('mode E meter', () => {
  const meter = { identification: 'SIM', manufacturer: 'MFL', baudRate: 9600, parity: 'software-even' } as const;

  it('signs on with our client, and the octets behind belong to HDLC', () => {
    const server = createModeEServer(meter);
    const first = server.input(even('/?!\r\n'));
    assert.deepEqual(first.outputs, [{ send: even('/MFL5\\2SIM\r\n') }]);
    const { result } = signOn({}, [first.outputs[0]?.send as Buffer, even('\x06252\r\n')]);
    assert.equal(result.baudRate, 9600);
    const second = server.input(Buffer.concat([even('\x06252\r\n'), Buffer.from('7EA0', 'hex')]));
    assert.deepEqual(second.outputs, [{ send: even('\x06252\r\n'), baudRate: 9600 }]);
    assert.equal(second.rest.toString('hex'), '7ea0');
    assert.equal(server.done, true);
    assert.deepEqual(server.input(Buffer.from('7E', 'hex')).rest, Buffer.of(0x7e));
    server.reset();
    assert.equal(server.done, false);
  });

  it('keeps quiet for other addresses, rates above its own and anything else', () => {
    const server = createModeEServer({ ...meter, address: '42' });
    for (const text of ['/?43!\r\n', '\x06262\r\n', 'hello\r\n']) assert.deepEqual(server.input(plain(text)).outputs, []);
    for (const text of ['/?42!\r\n', '/?00042!\r\n', '/?!\r\n']) assert.equal(server.input(plain(text)).outputs.length, 1);
    assert.deepEqual(server.input(plain('\x06202\r\n')).outputs[0]?.baudRate, 300);
  });
});
