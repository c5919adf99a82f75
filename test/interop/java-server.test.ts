/**
 * Our client against the Gurux server library in Java, logical and short names, HDLC and wrapper, no and low level
 * authentication. What stands in the meter is written down in java/SimpleMeter.java; nothing here comes from our simulator.
 */
import assert from 'node:assert/strict';
import type { AttributeReference, Line, Meter } from '../../src/index';
import { type JavaMeter, lineTo, type MeterSettings, meterOn, type Referencing, startJavaMeter } from './peers';

const profileRows = 500;
const firstRow = Date.UTC(2026, 2, 1);
const quarter = 900_000;

const energy: AttributeReference = { classId: 3, obis: '1-0:1.8.0*255', attribute: 2, name: 'energy' };
const exported: AttributeReference = { classId: 3, obis: '1-0:2.8.0*255', attribute: 2 };
const voltage: AttributeReference = { classId: 3, obis: '1-0:32.7.0*255', attribute: 2 };
const current: AttributeReference = { classId: 3, obis: '1-0:31.7.0*255', attribute: 2 };
const clock: AttributeReference = { classId: 8, obis: '0-0:1.0.0*255', attribute: 2 };
const deviceName: AttributeReference = { classId: 1, obis: '0-0:42.0.0*255', attribute: 2 };
const writable: AttributeReference = { classId: 1, obis: '0-0:96.1.10*255', attribute: 2 };
const profile: AttributeReference = { classId: 7, obis: '1-0:99.1.0*255', attribute: 2 };
const breakerState: AttributeReference = { classId: 70, obis: '0-0:96.3.10*255', attribute: 2 };

/** Rows of the buffer as [seconds since the epoch, value], whatever form the time has. */
const rowsOf = (value: unknown): (readonly [number, number])[] => {
  assert.ok(Array.isArray(value), 'the buffer is a list of rows');
  return value.map((row: unknown) => {
    const [time, reading] = Array.isArray(row) ? row : Object.values(row as Record<string, unknown>);
    return [Date.parse(String(time)), Number(reading)] as const;
  });
};

/** Rows are numbered from 1; the values are 1000, 1001 .. in the register's scale of 10^-1. */
const expectedRows = (from: number, to: number): (readonly [number, number])[] =>
  Array.from(
    { length: to - from + 1 },
    (_item, index) => [firstRow + quarter * (from + index - 1), (1000 + from + index - 1) / 10] as const,
  );

const only = async (meter: Meter, reference: AttributeReference): Promise<unknown> => {
  const { readings } = await meter.read([reference]);
  assert.equal(readings.length, 1);
  assert.equal(readings[0]?.error, null);
  return readings[0]?.value;
};

interface Variant {
  readonly referencing: Referencing;
  readonly framing: 'hdlc' | 'wrapper';
  readonly password?: string;
  readonly server?: Readonly<Record<string, number>>;
  readonly meter?: MeterSettings;
}

const variants: readonly (Variant & { readonly title: string })[] = [
  { title: 'LN, wrapper, no authentication', referencing: 'ln', framing: 'wrapper' },
  { title: 'LN, wrapper, low level', referencing: 'ln', framing: 'wrapper', password: 'Gurux' },
  { title: 'LN, HDLC, no authentication', referencing: 'ln', framing: 'hdlc' },
  { title: 'LN, HDLC, low level', referencing: 'ln', framing: 'hdlc', password: 'Gurux' },
  { title: 'LN, HDLC, information field 64', referencing: 'ln', framing: 'hdlc', server: { info: 64 }, meter: { info: 64 } },
  { title: 'LN, HDLC, window 3', referencing: 'ln', framing: 'hdlc', server: { window: 3 }, meter: { window: 3 } },
  { title: 'LN, wrapper, PDU of 200 octets', referencing: 'ln', framing: 'wrapper', server: { pdu: 200 }, meter: { maxPdu: 200 } },
  { title: 'SN, wrapper, no authentication', referencing: 'sn', framing: 'wrapper' },
  { title: 'SN, wrapper, low level', referencing: 'sn', framing: 'wrapper', password: 'Gurux' },
  { title: 'SN, HDLC, no authentication', referencing: 'sn', framing: 'hdlc' },
  { title: 'SN, HDLC, low level', referencing: 'sn', framing: 'hdlc', password: 'Gurux' },
];

for (const variant of variants) {
  describe(`Java server: ${variant.title}`, () => {
    let server: JavaMeter;
    let line: Line;
    let meter: Meter;

    before(async () => {
      const { referencing, framing } = variant;
      server = await startJavaMeter({ referencing, framing, rows: profileRows, ...variant.server });
      line = lineTo(server.port, framing);
      const level = variant.password === undefined ? { client: 16 } : { client: 1, password: variant.password };
      meter = meterOn(line, { referencing, ...level, ...variant.meter });
    });
    after(async () => {
      await line.close();
      await server.stop();
    });

    it('associates and says what was agreed', async () => {
      const { association, fresh } = await meter.associate();
      assert.equal(fresh, true);
      assert.equal(association.referencing, variant.referencing);
      assert.ok(association.conformanceNames.includes('multiple-references'));
      assert.equal(association.serverMaxReceivePduSize, variant.server?.pdu ?? 1024);
    });

    it('lists the objects of the association', async () => {
      const { objects } = await meter.objectList();
      const found = new Set(objects.map(({ classId, obis }) => `${classId} ${obis}`));
      for (const { classId, obis } of [energy, clock, writable, profile, breakerState]) assert.ok(found.has(`${classId} ${obis}`), obis);
      if (variant.referencing === 'sn') assert.ok(objects.every(({ baseName }) => baseName !== null));
    });

    it('reads registers with scaler and unit, in one list', async () => {
      const { readings } = await meter.read([energy, exported, voltage, current]);
      assert.deepEqual(
        readings.map(({ value, unit, error }) => ({ value, unit, error })),
        [
          { value: 1234567.8, unit: 'Wh', error: null },
          { value: 4321, unit: 'Wh', error: null },
          { value: 230.1, unit: 'V', error: null },
          { value: 5.12, unit: 'A', error: null },
        ],
      );
    });

    it('reads them again in one request', async () => {
      const { info } = await meter.read([energy, exported, voltage, current]);
      assert.equal(info.roundTrips, 1);
    });

    it('reads the clock as a time of now', async () => {
      const time = Date.parse(String(await only(meter, clock)));
      assert.ok(Math.abs(time - Date.now()) < 60_000, new Date(time).toISOString());
    });

    it('reads an octet-string that is text', async () => {
      const { items } = await meter.get([deviceName]);
      const data = items[0]?.data;
      assert.equal(data?.type, 'octet-string');
      assert.equal(data.value.toString(), 'GRX0000000000001');
    });

    it('sets a value and reads it back', async () => {
      const value = { type: 'octet-string', value: Buffer.from('written by a flow') } as const;
      const { items } = await meter.set([{ ...writable, value }]);
      assert.deepEqual(items, [{ data: null, error: null }]);
      const { items: after } = await meter.get([writable]);
      assert.deepEqual(after[0]?.data, { ...value, value: Buffer.from('written by a flow') });
    });

    it('disconnects and reconnects by action', async () => {
      for (const [method, state] of [
        [1, false],
        [2, true],
      ] as const) {
        const { items } = await meter.action([{ classId: 70, obis: breakerState.obis, method, parameter: { type: 'integer', value: 0 } }]);
        assert.equal(items[0]?.error, null);
        assert.equal(await only(meter, breakerState), state);
      }
    });

    it('reads the profile by entry', async () => {
      const value = await only(meter, { ...profile, selection: { kind: 'entry', from: 3, to: 7 } });
      assert.deepEqual(rowsOf(value), expectedRows(3, 7));
    });

    it('reads the profile by range, both ends included', async () => {
      const from = new Date(firstRow + quarter * 10);
      const to = new Date(firstRow + quarter * 19);
      const value = await only(meter, { ...profile, selection: { kind: 'range', from, to } });
      assert.deepEqual(rowsOf(value), expectedRows(11, 20));
    });

    it('reads the whole profile in blocks', async () => {
      const { readings, info } = await meter.read([profile]);
      assert.equal(readings[0]?.error, null);
      assert.deepEqual(rowsOf(readings[0]?.value), expectedRows(1, profileRows));
      assert.ok(info.roundTrips > 1, 'more than one block');
    });

    it('releases and associates anew', async () => {
      await meter.release();
      assert.equal(meter.association, null);
      assert.equal(await only(meter, exported), 4321);
      await meter.release();
    });
  });
}

describe('Java server: refusals', () => {
  let server: JavaMeter;
  before(async () => {
    server = await startJavaMeter({ framing: 'wrapper' });
  });
  after(() => server.stop());

  const codeOf = async (settings: MeterSettings): Promise<string> => {
    const line = lineTo(server.port, 'wrapper', { responseTimeoutMs: 2000, retries: 0 });
    try {
      await meterOn(line, settings).associate({ deadlineMs: 4000 });
      return 'accepted';
    } catch (error) {
      return (error as { code: string }).code;
    } finally {
      await line.close();
    }
  };

  it('calls a wrong password so', async () => {
    assert.equal(await codeOf({ client: 1, password: 'wrong' }), 'authentication-failed');
  });

  it('does not wait for ever for an unknown client', async () => {
    assert.match(await codeOf({ client: 77 }), /response-timeout|deadline-exceeded/);
  });

  it('calls the other referencing a refusal of the association', async () => {
    assert.equal(await codeOf({ referencing: 'sn' }), 'association-rejected');
  });

  // One attribute alone: this server leaves the code of a refusal out of its list answers.
  it('says which object is not there, and goes on', async () => {
    const line = lineTo(server.port, 'wrapper');
    try {
      const meter = meterOn(line);
      const { items } = await meter.get([{ classId: 3, obis: '1-0:99.8.0*255', attribute: 2 }]);
      assert.equal(items[0]?.error?.result?.name, 'object-undefined');
      assert.equal(await only(meter, exported), 4321);
    } finally {
      await line.close();
    }
  });
});
