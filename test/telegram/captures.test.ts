/**
 * Every push capture to the values that its file expects, every negative one to a clear error behind which the stream goes
 * on; at once, octet by octet, in random chunks with noise between, and two sources interleaved.
 */
import assert from 'node:assert/strict';
import { toHex } from '../../src/bytes';
import { dateTimeOctets } from '../../src/codec/date-time';
import type { Data } from '../../src/codec/types';
import { dottedObis } from '../../src/cosem/obis';
import { createKeyRing, createTelegramDecoder, type Telegram, type TelegramReading } from '../../src/telegram';
import { type Capture, loadCapture } from '../support/captures';
import { dataForm } from '../support/expected-form';
import {
  decoderOf,
  type ExpectedMessage,
  type ExpectedValue,
  essence,
  eventsOf,
  messagesOf,
  negativeCaptures,
  noise,
  notificationsOf,
  octetsOf,
  pushCaptures,
  random,
  randomChunks,
  ringOf,
  telegramsOf,
} from './support';

const octetsHex = (data: Data): string | null =>
  data.type === 'octet-string' ? toHex(data.value) : data.type === 'date-time' ? toHex(dateTimeOctets(data.value)) : null;

function checkValue(key: string, expected: ExpectedValue, reading: TelegramReading): void {
  if (expected.raw !== undefined) assert.equal(Number(reading.data.value), expected.raw, key);
  if (expected.value !== undefined) {
    assert.equal(Number(reading.value), Number(expected.value.toPrecision(12)), key);
    // The captures write the power factor's unit FF as they do a unit without a symbol.
    if (reading.scalerUnit?.unit !== 255) assert.equal(reading.unit, expected.unit, key);
    assert.equal(reading.unitFrom, 'telegram', key);
  }
  if (expected.text !== undefined) assert.equal(String(reading.value), expected.text.replace(/\0+$/, ''), key);
  if (expected.dateTime !== undefined) {
    assert.equal(octetsHex(reading.data), expected.dateTime.hex, key);
    assert.match(String(reading.value), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/, key);
  }
  if (expected.hex !== undefined) assert.equal(octetsHex(reading.data), expected.hex, key);
}

function readingAt(telegram: Telegram, key: string): TelegramReading | undefined {
  const [code, again] = key.split('#');
  const [obis, classId, attribute] = (code as string).split('/');
  const found = telegram.readings.filter(
    (reading) =>
      reading.obis !== '' &&
      dottedObis(reading.obis) === obis &&
      (classId === undefined || (reading.classId === Number(classId) && reading.attribute === Number(attribute))),
  );
  return found[again === undefined ? 0 : Number(again) - 1];
}

function checkMessage(telegram: Telegram, { apdu, values }: ExpectedMessage): void {
  for (const [key, expected] of Object.entries(values ?? {})) {
    const reading = readingAt(telegram, key);
    assert.ok(reading, `${key} is missing`);
    checkValue(key, expected, reading);
  }
  const plain = apdu.inner ?? apdu;
  if (apdu.inner) {
    assert.equal(telegram.protection?.systemTitle, apdu.systemTitle);
    assert.equal(telegram.protection?.counter, apdu.invocationCounter);
    assert.equal(toHex(telegram.apdu), apdu.plaintext);
  }
  if (plain.dateTime) assert.ok(telegram.time !== null, 'the time of the notification');
  if (values === undefined && Array.isArray(plain.body?.[1])) {
    // Without codes: each value at its place, unchanged.
    const body = plain.body[1] as unknown[];
    const sent = telegram.readings.map(({ data }) => JSON.stringify(dataForm(data)));
    for (const value of body) if (!isList(value)) assert.ok(sent.includes(JSON.stringify(value)), JSON.stringify(value));
  }
}

const isList = (value: unknown): boolean => Array.isArray(value) && (value[0] === 'array' || value[0] === 'structure');

/** Captures whose key is not public. */
const isLocked = (message: ExpectedMessage): boolean => message.apdu.apdu === 'general-glo-ciphering' && message.apdu.inner === undefined;

const expectsNothing = ({ expected }: Capture): boolean => expected.notifications === undefined;

describe('telegrams of the captures', () => {
  for (const capture of pushCaptures().filter((one) => !expectsNothing(one))) {
    it(`${capture.id} gives the values of its file`, () => {
      const expected = messagesOf(capture);
      const events = eventsOf(capture, [octetsOf(capture)]);
      assert.equal(events.length, expected.length);
      for (const [i, event] of events.entries()) {
        const message = expected[i] as ExpectedMessage;
        if (isLocked(message)) {
          assert.ok(event.kind === 'error' && event.error.code === 'key-invalid', `${event.kind}`);
          assert.equal(event.error.details?.systemTitle, message.apdu.systemTitle);
        } else {
          assert.ok(event.kind === 'telegram', event.kind === 'error' ? event.error.message : event.kind);
          checkMessage(event, message);
        }
      }
    });
  }

  it('have no value left without its meaning where a template is built in', () => {
    const known = [
      'push-kaifa-no-stream',
      'push-iskra-si-ljubljana',
      'push-iskra-si-llc',
      'push-iskra-hr-33items',
      'push-siemens-at-im350',
      'push-lg-si-e450',
      'push-kaifa-se-1phase',
      'push-iskra-si-qty9-b',
      'push-iskra-at-wien',
      'push-zpa-cz-am375',
      'push-zpa-cz-am375-doc',
    ];
    for (const id of known) {
      for (const { template, notes, readings } of telegramsOf(eventsOf(loadCapture(id), [octetsOf(loadCapture(id))]))) {
        assert.ok(template !== null, id);
        assert.deepEqual(
          notes.filter((note) => note.includes('template')),
          [],
          id,
        );
        assert.ok(readings.filter(({ obis }) => obis !== '').length >= readings.length * 0.8, id);
      }
    }
  });
});

describe('telegrams that are not A-XDR', () => {
  for (const id of ['push-egd-cz-example', 'push-sagemcom-cz-xt211']) {
    it(`${id} are read in the tolerant form, and a note says so`, () => {
      const capture = loadCapture(id);
      const [telegram] = telegramsOf(eventsOf(capture, [octetsOf(capture)]));
      assert.ok(telegram);
      assert.match(telegram.notes.join(), /not A-XDR/);
      type Item = { class: number; obis: string; attribute: number; value: [string, unknown] };
      const items = (capture.expected.tolerantReading as [string, [unknown, [string, Item[]]]])[1][1][1];
      assert.equal(telegram.readings.length, items.length);
      for (const [i, item] of items.entries()) {
        const reading = telegram.readings[i] as TelegramReading;
        assert.deepEqual([dottedObis(reading.obis), reading.classId, reading.attribute], [item.obis, item.class, item.attribute]);
        assert.deepEqual(dataForm(reading.data), item.value);
      }
    });
  }

  // The vector of the captures as it is printed, with the FCS of these octets, as esphome-libs/dlms_parser has it with these values.
  it('push-lg-no-zmf100-doc, with a right FCS, has codes whose tag and length are exchanged', () => {
    const printed = octetsOf(loadCapture('push-lg-no-zmf100-doc'));
    const frame = Buffer.concat([printed.subarray(0, -3), Buffer.from('38B97E', 'hex')]);
    for (const octets of [frame, frame.subarray(12, -3)]) {
      const [telegram, ...more] = telegramsOf(eventsOf(loadCapture('push-lg-no-zmf100-doc'), [octets]));
      assert.ok(telegram);
      assert.equal(more.length, 0);
      assert.match(telegram.notes.join(), /not A-XDR/);
      assert.deepEqual([telegram.meter.id, telegram.listName, telegram.readings.length], ['40799390', 'EMBRIQ_V1_1', 18]);
      const said = (code: string): unknown[] =>
        telegram.readings.filter(({ obis }) => obis === code).flatMap(({ value, unit }) => [value, unit]);
      assert.deepEqual(
        [31, 51, 71].map((c) => said(`1-0:${c}.7.0*255`)),
        [
          [2.44, 'A'],
          [0, 'A'],
          [0, 'A'],
        ],
      );
      assert.deepEqual(said('1-0:32.7.0*255'), [233, 'V']);
      assert.deepEqual(said('0-0:2.8.0*255'), [95334, 'Wh']);
    }
  });
});

describe('telegrams that must be refused', () => {
  const words: Readonly<Record<string, RegExp>> = {
    'neg-aidon-se-parity': /length 680/,
    'neg-elgama-pl-p1-blank': /no tag DB, empty system title/,
    'neg-iskra-hr-first-segment': /incomplete/,
    'neg-kamstrup-ch-shifted': /no closing flag at the announced length/,
    'neg-kamstrup-no-fcs': /FCS/,
    'neg-kamstrup-no-truncated': /incomplete/,
    'neg-lg-ch-e450-lost-blocks': /never finished/,
    'neg-nexerror': /not an APDU \(tag 4E\)/,
    'push-lg-no-zmf100-doc': /FCS/,
  };
  const next = loadCapture('push-lg-ch-e450');

  for (const capture of [...negativeCaptures(), loadCapture('push-lg-no-zmf100-doc')]) {
    it(`${capture.id} give one clear error`, () => {
      const events = eventsOf(capture, [octetsOf(capture)]);
      assert.equal(events.length, 1);
      const [event] = events;
      assert.ok(event?.kind === 'error');
      assert.match(event.error.message, words[capture.id] as RegExp);
    });

    it(`${capture.id} do not disturb the next telegram`, () => {
      const decoder = decoderOf(capture);
      const before = decoder.push(octetsOf(capture), 0);
      const silent = decoder.push(octetsOf(next), 20_000);
      const telegrams = telegramsOf([...before, ...silent, ...decoder.end(20_001)]);
      assert.deepEqual(essence(telegrams), essence(eventsOf(next, [octetsOf(next)])));
    });

    it(`${capture.id} do not disturb the next ones that follow at once`, () => {
      if (capture.transport !== 'hdlc') return assert.equal(capture.transport, 'raw-apdu');
      const events = eventsOf(capture, [octetsOf(capture), octetsOf(next), octetsOf(next)]);
      assert.equal(events.filter(({ kind }) => kind === 'error').length, 1);
      assert.ok(telegramsOf(events).length >= 1);
    });
  }
});

describe('telegrams in pieces', () => {
  const captures = pushCaptures();

  for (const capture of captures) {
    it(`${capture.id} come out the same octet by octet and in random chunks`, () => {
      const whole = essence(eventsOf(capture, [octetsOf(capture)]));
      const octets = octetsOf(capture);
      assert.deepEqual(
        essence(
          eventsOf(
            capture,
            Array.from(octets, (octet) => Buffer.of(octet)),
          ),
        ),
        whole,
      );
      for (let seed = 1; seed <= 5; seed++)
        assert.deepEqual(essence(eventsOf(capture, randomChunks(octets, random(seed)))), whole, `seed ${seed}`);
    });
  }

  for (const capture of captures.filter((one) => !expectsNothing(one))) {
    it(`${capture.id} come out the same with noise between`, () => {
      const whole = essence(telegramsOf(eventsOf(capture, [octetsOf(capture)])));
      for (let seed = 1; seed <= 10; seed++) {
        const next = random(seed);
        const parts = notificationsOf(capture).flatMap(({ frames }) => [
          noise(next, 60),
          ...frames.map((frame) => Buffer.from(capture.frames[frame]?.hex ?? '', 'hex')),
        ]);
        // Noise may swallow what follows until silence tells that it was noise; closed by its own end it never does.
        const octets = Buffer.concat([...parts, noise(next, 60)]);
        const events = eventsOf(capture, randomChunks(octets, next));
        const seen = essence(telegramsOf(events));
        assert.deepEqual(seen, whole, `seed ${seed}`);
      }
    });
  }

  it('of two sources never mix', () => {
    const all = captures.filter(({ transport }) => transport === 'hdlc');
    for (let i = 0; i + 1 < all.length; i++) {
      const [one, two] = [all[i] as Capture, all[i + 1] as Capture];
      const decoders = [decoderOf(one), decoderOf(two)] as const;
      const chunks = [[...randomChunks(octetsOf(one), random(i))], [...randomChunks(octetsOf(two), random(i + 99))]] as const;
      const events = [[], []] as [ReturnType<typeof eventsOf>, ReturnType<typeof eventsOf>];
      for (let j = 0; j < Math.max(chunks[0].length, chunks[1].length); j++) {
        for (const k of [0, 1] as const) if (chunks[k][j]) events[k].push(...decoders[k].push(chunks[k][j] as Buffer, j));
      }
      assert.deepEqual(essence([...events[0], ...decoders[0].end(1e6)]), essence(eventsOf(one, [octetsOf(one)])), one.id);
      assert.deepEqual(essence([...events[1], ...decoders[1].end(1e6)]), essence(eventsOf(two, [octetsOf(two)])), two.id);
    }
  });

  it('of several meters on one line never mix', () => {
    const [gbt, segmented] = [loadCapture('push-lg-ch-e450'), loadCapture('push-iskra-ch-vse')];
    const frames: Buffer[] = [];
    for (let i = 0; i < 5; i++)
      for (const { frames: own } of [gbt, segmented]) if (own[i]) frames.push(Buffer.from(own[i]?.hex ?? '', 'hex'));
    const telegrams = telegramsOf(eventsOf(gbt, frames));
    assert.deepEqual(
      telegrams.map(({ meter }) => meter.id),
      ['LGZ1030655933512', 'ISK1030775213859'],
    );
  });
});

describe('one keyring for all meters', () => {
  it('finds the key of each by its system title', () => {
    const captures = pushCaptures().filter(({ keys }) => keys.ek !== undefined);
    const inputs = captures.flatMap((capture) => {
      const title = messagesOf(capture)[0]?.apdu.systemTitle as string;
      const { ek, ak } = capture.keys;
      return [{ name: capture.id, systemTitle: title, ek: ek as string, ...(ak === undefined ? {} : { ak }) }];
    });
    const keys = createKeyRing(inputs);
    for (const capture of captures) {
      const decoder = createTelegramDecoder({ keys });
      const telegrams = telegramsOf([...decoder.push(octetsOf(capture), 0), ...decoder.end(1)]);
      assert.equal(telegrams.length, messagesOf(capture).length, capture.id);
      for (const { protection } of telegrams) assert.equal(protection?.key, capture.id);
    }
    assert.ok(ringOf(captures[0] as Capture).lookup({ systemTitle: '', source: '' }, 'global').length === 1);
  });
});
