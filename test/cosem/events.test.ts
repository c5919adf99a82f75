import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { companionObjects, companions, telegramName } from '../../src/cosem/companions';
import {
  controlMode,
  controlState,
  controlTransitionsOf,
  eventLog,
  eventLogs,
  eventName,
  eventProfiles,
  explainValue,
  statusWords,
} from '../../src/cosem/events';
import { obisName } from '../../src/cosem/obis-names';
import { searchObis } from '../../src/cosem/obis-search';
import { lettersWrong } from '../../src/cosem/word-match';

interface Event {
  readonly code: number;
  readonly en: string;
  readonly de?: string;
}
interface Log {
  readonly log: string;
  readonly code?: string;
  readonly events: readonly Event[];
}
const read = (file: string): unknown => JSON.parse(readFileSync(join(__dirname, `../vectors/facts/${file}.json`), 'utf8'));
const facts = read('events') as Readonly<Record<'idis' | 'is15959' | 'spodes', { readonly logs: Readonly<Record<string, Log>> }>> & {
  readonly dsmr: { readonly events: readonly Event[] };
};

describe('event codes', () => {
  for (const profile of ['idis', 'is15959', 'spodes'] as const) {
    it(`of ${profile} are those of the facts`, () => {
      for (const { log, events } of Object.values(facts[profile].logs)) {
        for (const { code, en, de } of events) {
          const object = log.replace('0-b:', '0-1:');
          assert.equal(eventName(profile, code, object), en);
          if (de !== undefined) assert.equal(eventName(profile, code, object, 'de'), de);
        }
      }
    });
  }

  it('of DSMR are those of the facts', () => {
    for (const { code, en } of facts.dsmr.events) {
      const same = facts.dsmr.events.filter((other) => other.code === code);
      if (same.length === 1) assert.equal(eventName('dsmr', code), en);
    }
    assert.equal(eventName('dsmr', 1, '0-0:96.11.0', 'de'), 'Spannungsausfall');
  });

  it('of the generic profile are those that IDIS and DSMR share', () => {
    assert.equal(eventName('generic', 1), 'Power down');
    // undervoltage begins at 76 in IDIS, at 77 in DSMR
    assert.equal(eventName('generic', 76), null);
    assert.equal(eventName('idis', 76), 'Undervoltage L1');
  });

  // IS 15959 part 2: the codes that smart meters added, as head-end programs and the firmware of meters in public have them.
  it('of Indian smart meters are those of part 2', () => {
    const codes: readonly (readonly [code: number, log: number, name: RegExp])[] = [
      [69, 1, /^Earth loading - occurrence/],
      [157, 3, /firmware activated/],
      [158, 3, /Load limit set/],
      [160, 3, /Load limit function disabled/],
      [162, 3, /HLS key \(utility setting\)/],
      [166, 3, /Maximum demand reset/],
      [208, 4, /neutral missing\) - restoration/],
      [209, 4, /module removed - occurrence/],
      [212, 4, /pre-paid/],
      [216, 4, /^Overload - restoration/],
    ];
    for (const [code, log, name] of codes) {
      assert.match(eventName('is15959', code, `0-0:99.98.${log}`) ?? '', name);
      assert.match(eventName('is15959', code) ?? '', name);
      assert.equal(eventLogs('is15959').filter(({ events }) => events.has(code)).length, 1);
    }
  });

  it('are not guessed from another log', () => {
    assert.equal(eventName('spodes', 80, '0-0:96.11.0'), null);
    assert.equal(eventName('spodes', 1), null);
    assert.equal(eventName('idis', 999), null);
  });

  it('have logs, found by profile and by code object', () => {
    assert.equal(eventLog('idis', '0-0:99.98.1')?.key, 'fraud');
    assert.equal(eventLog('idis', '0-0:96.11.1.255')?.key, 'fraud');
    assert.equal(eventLog('idis', '0-3:24.5.0')?.key, 'mbusControl');
    assert.equal(eventLog('idis', '1-0:1.8.0'), undefined);
    for (const profile of eventProfiles) assert.ok(eventLogs(profile).length > 3);
  });
});

describe('status words', () => {
  // IS 15959-2: 128 bits; the firmware of meters sets bit n as 0x80 >> n % 8 of octet n / 8.
  it('number the event status word of IS 15959 from its first bit', () => {
    const word = Array.from({ length: 128 }, (_, bit) => (bit === 4 || bit === 84 || bit === 127 ? '1' : '0')).join('');
    const expected = ['Low voltage in any phase', 'Meter disconnected or connected', 'bit 127'];
    assert.deepEqual(statusWords('is15959', '0-0:94.91.18', word), expected);
    assert.deepEqual(explainValue('is15959', '0-0:94.91.26', word), expected);
  });

  it('name the bits of registers', () => {
    assert.deepEqual(statusWords('idis', '0-0:96.10.1', 0b1000_0010), ['Clock invalid', 'Power down']);
    assert.deepEqual(statusWords('idis', '0-0:96.10.1', '10000010', 'de'), ['Uhr ungültig', 'Spannungsausfall']);
    assert.deepEqual(statusWords('idis', '0-0:97.98.0', 3), ['Clock invalid', 'Battery replace']);
    assert.deepEqual(statusWords('dsmr', '0-4:96.10.3', 8), ['Daylight saving']);
    assert.deepEqual(statusWords('spodes', '0-0:96.5.4', 0x8001), ['Voltage more than 10 % low', 'Frequency above the set threshold']);
    assert.deepEqual(statusWords('idis', '0-0:97.98.21', 2), ['Power resume']);
    assert.deepEqual(statusWords('idis', '0-0:97.98.12', 1 << 4), ['M-Bus device uninstalled, channel 1']);
    assert.equal(statusWords('idis', '1-0:1.8.0', 1), null);
    assert.deepEqual(statusWords('generic', '0-0:97.98.0', 3), ['Clock invalid', 'Battery replace']);
  });

  it('and event names are found by the object', () => {
    assert.equal(explainValue('idis', '0-0:96.11.1', 40), 'Terminal cover removed');
    assert.deepEqual(explainValue('idis', '0-0:96.10.1', 128), ['Power down']);
    assert.equal(explainValue('idis', '1-0:1.8.0', 128), null);
    assert.equal(explainValue('idis', '0-0:96.11.1', 'x'), null);
  });

  it('name the states of disconnect control', () => {
    assert.deepEqual([controlState(0), controlState(2, 'de'), controlState(9)], ['Disconnected', 'Bereit zum Wiedereinschalten', null]);
    assert.equal(controlMode(0), 'always connected');
    assert.equal(controlMode(8), null);
    // Blue Book 4.5.8: the words of a mode say what its transitions do; f is by hand, d only makes ready, h is local
    for (let mode = 1; mode <= 7; mode++) {
      const [off = '', on = ''] = controlMode(mode)?.split(' / ') ?? [];
      const ids = controlTransitionsOf(mode).map(({ id }) => id);
      assert.deepEqual(
        [
          /remotely/.test(off),
          /by hand/.test(off),
          /locally/.test(off),
          /made ready remotely/.test(on),
          /reconnected remotely/.test(on),
          /locally/.test(on),
        ],
        ['b', 'f', 'g', 'd', 'a', 'h'].map((id) => ids.includes(id)),
        `mode ${mode}`,
      );
    }
    assert.deepEqual(
      controlTransitionsOf(2).map(({ id }) => id),
      ['a', 'b', 'c', 'e', 'f', 'g'],
    );
    assert.deepEqual(controlTransitionsOf(0), []);
    // remote_reconnect: a connects, d makes ready for the button.
    const reconnects = [1, 2, 3, 4, 5, 6, 7].map((mode) => controlTransitionsOf(mode).find(({ id }) => id === 'a' || id === 'd')?.id);
    assert.deepEqual(reconnects, ['d', 'a', 'd', 'a', 'd', 'd', 'a']);
  });
});

describe('companions', () => {
  const lists = (
    read('companion-lists') as {
      lists: Readonly<Record<string, { objects: Readonly<Record<string, { en: string; class?: number | number[]; own?: boolean }>> }>>;
    }
  ).lists;

  it('are those of the facts, with their own names and with those of the rules', () => {
    assert.deepEqual([...companions].sort(), Object.keys(lists).sort());
    for (const companion of companions) {
      const objects = Object.entries(lists[companion]?.objects ?? {});
      assert.equal(companionObjects(companion).length, objects.length);
      for (const [code, fact] of objects) {
        const found = companionObjects(companion).find((other) => other.code === code.replace(/\.255$/, ''));
        assert.ok(found, `${companion} ${code}`);
        assert.deepEqual(found.classes, fact.class === undefined ? [] : [fact.class].flat());
        if (!code.includes('b') || fact.own === true) assert.equal(found.name ?? obisName(code), fact.en);
      }
    }
  });

  // Blue Book part 1, 6.2: 0-b:25.9.e is an instance of Push setup.
  it('give push setups their class', () => {
    const setups = companions.flatMap((companion) => companionObjects(companion)).filter(({ code }) => /^0-\d:25\.9\./.test(code));
    for (const { code, classes } of setups) assert.ok(classes.length === 0 || classes.includes(40), code);
    assert.ok(setups.length > 10);
  });

  it('name P1 telegrams', () => assert.equal(telegramName('1-3:0.2.8'), 'P1 version'));
});

describe('search by words', () => {
  const first = (...args: Parameters<typeof searchObis>): string | undefined => searchObis(...args)[0]?.obis;

  it('finds what people look for', () => {
    assert.equal(first('import energy tariff 1'), '1-0:1.8.1*255');
    assert.equal(first('Wirkenergie Bezug Tarif 2', 'de'), '1-0:1.8.2*255');
    assert.equal(first('Einspeisung gesamt', 'de'), '1-0:2.8.0*255');
    assert.equal(first('frame counter'), '0-0:43.1.0*255');
    assert.equal(first('voltage L1'), '1-0:32.7.0*255');
    assert.equal(first('breaker'), '0-0:96.3.10*255');
    assert.equal(first('clock'), '0-0:1.0.0*255');
    assert.equal(first('1-0:2.8'), '1-0:2.8.0*255');
    assert.equal(first('1.8.0'), '1-0:1.8.0*255');
  });

  const wanted: readonly (readonly [words: string, language: 'en' | 'de', obis: string])[] = [
    ['active import', 'en', '1-0:1.8.0*255'],
    ['exported energy rate 2', 'en', '1-0:2.8.2*255'],
    ['power L1', 'en', '1-0:21.7.0*255'],
    ['max demand', 'en', '1-0:1.6.0*255'],
    ['kWh', 'en', '1-0:1.8.0*255'],
    ['gas volume', 'en', '7-0:3.0.0*255'],
    ['water', 'en', '8-0:1.0.0*255'],
    ['Wirkleistung', 'de', '1-0:1.7.0*255'],
    ['Gasvolumen', 'de', '7-0:3.0.0*255'],
    ['Wärmemenge', 'de', '6-0:1.0.0*255'],
    ['Zählerstand Wasser', 'de', '8-0:1.0.0*255'],
    ['Lastgang', 'de', '1-0:99.1.0*255'],
  ];
  for (const [words, language, obis] of wanted) it(`finds ${obis} for "${words}"`, () => assert.equal(first(words, language), obis));

  it('finds words of the other language, and words with a letter wrong', () => {
    assert.deepEqual(searchObis('Wirkenergie Bezug gesamt', 'en')[0]?.name, 'Active energy import (+A) total');
    assert.equal(first('voltag L1'), '1-0:32.7.0*255');
    assert.equal(first('Wirkenegrie Bezug', 'de'), '1-0:1.8.0*255');
    assert.equal(lettersWrong('wirkenegrie', 'wirkenergie', 2), 1);
    assert.equal(lettersWrong('flux', 'flow', 1), null);
  });

  it('takes a whole code that no list has', () => {
    assert.deepEqual(searchObis('1-3:1.8.7*12', 'en')[0]?.obis, '1-3:1.8.7*12');
    assert.equal(first('0.0.96.1.0.255'), '0-0:96.1.0*255');
  });

  it('knows the own names of a companion', () =>
    assert.equal(first('counter utility setting', 'en', { companion: 'india' }), '0-0:43.1.3*255'));

  it('finds nothing for nothing and for nonsense, and no more than asked for', () => {
    assert.deepEqual(searchObis(''), []);
    assert.deepEqual(searchObis('()'), []);
    assert.deepEqual(searchObis('flux capacitor'), []);
    assert.equal(searchObis('energy', 'en', { limit: 7 }).length, 7);
  });
});
