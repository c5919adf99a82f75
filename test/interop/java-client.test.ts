/**
 * The client library of Gurux in Java against our simulator: it reads all of a meter, as the examples of the library do. The
 * framings, referencings, levels and protections, block transfers of both kinds, and PDU sizes that cut answers and requests.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type MechanismId, type SimulatedAssociation, type Simulator, type SimulatorOptions, startSimulator } from '../../src/index';
import { held } from './held';
import { environment } from './peers';

const password = '12345678';
const keys = { encryptionKey: '000102030405060708090a0b0c0d0e0f', authenticationKey: 'd0d1d2d3d4d5d6d7d8d9dadbdcdddedf' };
const keyWords = { ek: keys.encryptionKey, ak: keys.authenticationKey, title: '4755525558313233' };
/** Without these, what is too long leaves in general blocks. */
const ownBlocks = 'BLOCK_TRANSFER_WITH_GET_OR_READ,BLOCK_TRANSFER_WITH_SET_OR_WRITE,BLOCK_TRANSFER_WITH_ACTION';

interface Variant {
  readonly title: string;
  readonly meter?: Partial<SimulatorOptions>;
  readonly mechanism?: MechanismId;
  readonly words: Readonly<Record<string, string | number>>;
}

const wrapper = { framing: 'wrapper' } as const;
const shortNames = { referencing: 'sn' } as const;
const variants: readonly Variant[] = [
  { title: 'LN, HDLC', words: {} },
  { title: 'LN, HDLC, information field 200', meter: { hdlc: { maxInfoTransmit: 200, maxInfoReceive: 200 } }, words: { info: 200 } },
  { title: 'LN, wrapper, blocks', meter: { maxPduSize: 128 }, words: { ...wrapper, pdu: 128, repeat: 20 } },
  { title: 'SN, HDLC', meter: shortNames, words: shortNames },
  { title: 'SN, wrapper', meter: shortNames, words: { ...wrapper, ...shortNames } },
  { title: 'LN, wrapper, general blocks', meter: { maxPduSize: 200 }, words: { ...wrapper, pdu: 200, gbt: 1, without: ownBlocks } },
  // A window of one: the library does not give the turn (RR) while blocks stream, which a secondary station needs (ISO/IEC 13239).
  { title: 'LN, HDLC, general blocks', meter: { maxPduSize: 300 }, words: { pdu: 300, gbt: 1, without: ownBlocks } },
  { title: 'LN, wrapper, SHA-256', mechanism: 6, words: { ...wrapper, level: 'HIGH_SHA256', ...keyWords, protection: 'NONE' } },
  { title: 'SN, HDLC, MD5', meter: shortNames, mechanism: 3, words: { ...shortNames, level: 'HIGH_MD5' } },
  { title: 'LN, HDLC, GMAC', mechanism: 5, words: keyWords },
  { title: 'LN, wrapper, GMAC, encrypted', mechanism: 5, words: { ...wrapper, ...keyWords, protection: 'ENCRYPTION' } },
  {
    title: 'LN, wrapper, GMAC, general blocks',
    meter: { maxPduSize: 256 },
    mechanism: 5,
    words: { ...wrapper, ...keyWords, pdu: 256, gbt: 3, without: ownBlocks },
  },
];

/** What the launcher prints: a name, then the rest of its line. */
async function runJavaClient(words: Readonly<Record<string, string | number>>): Promise<ReadonlyMap<string, string>> {
  const args = Object.entries(words).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn('java', ['-cp', environment('INTEROP_JAVA_CLASSPATH'), 'ReadClient', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  const complaints: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`ReadClient ended with ${code}: ${Buffer.concat(complaints).toString('utf8')}`);
  const lines = Buffer.concat(output).toString('utf8').trim().split('\n');
  return new Map(lines.map((line): [string, string] => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]));
}

for (const { title, meter = {}, mechanism = 1, words } of variants) {
  describe(`our simulator, read by the Java client: ${title}`, () => {
    let simulator: Simulator;
    let said: ReadonlyMap<string, string>;

    before(async () => {
      const secret = mechanism === 5 ? {} : { password };
      const association: SimulatedAssociation = {
        client: 1,
        mechanism,
        ...secret,
        ...('ek' in words ? { security: { ...keys, clientTitle: keyWords.title } } : {}),
      };
      simulator = await startSimulator({
        listen: { kind: 'tcp', host: '127.0.0.1', port: 0 },
        framing: words.framing === 'wrapper' ? 'wrapper' : 'hdlc',
        tickMs: 0,
        now: () => Date.UTC(2026, 0, 15, 10, 7),
        profile: { rows: 60 },
        associations: [association],
        ...meter,
      });
      said = await runJavaClient({ port: simulator.port ?? 0, client: 1, patience: 20_000, ...secret, ...words });
    });
    after(() => simulator.close());

    it('gives its object list and every attribute that it says may be read', () => {
      assert.ok(Number(said.get('objects')) > 60);
      // the library asks for the secrets of the two associations as well
      assert.ok(Number(said.get('refused')) <= 2);
    });
    it('gives its profile by entry and whole', () => {
      assert.equal(said.get('entries'), '7');
      assert.equal(said.get('rows'), '60');
    });
    it('gives registers in a list', () => {
      const values = ['1-0:1.8.0*255', '1-0:2.8.0*255'].map((obis) => held(simulator, obis));
      assert.equal(said.get('list'), values.join(','));
    });
    it('keeps what is written', () => assert.equal(said.get('text'), 'written by Java'.repeat(Number(words.repeat ?? 1))));
  });
}
