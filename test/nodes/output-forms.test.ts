/**
 * Output forms, without a runtime: what leaves a node for the same readings. That real databases and brokers take it is
 * shown in test/integration.
 */
import assert from 'node:assert/strict';
import type { NodeMessage } from 'node-red';
import { formMemory, formOptions, unavailableMessage } from '../../nodes/lib/output-forms';
import type { Reading } from '../../src/index';
import { options, reading, refused, shape } from './shaped';

const demand = reading({ obis: '1-0:1.4.0*255', attribute: 3, name: 'Demand', unit: 'W', value: 7, time: '2026-03-01T10:15:00+01:00' });

const payload = (id: string, readings: readonly Reading[]) => shape(id, readings)[0].payload;

describe('output forms', () => {
  describe('points: UTC, the time of the meter beside, a key of meter, object and time', () => {
    it('InfluxDB: numbers in one field, everything else in another', () => {
      const points = payload('influxdb', [
        reading({}),
        demand,
        reading({ obis: '0-0:96.1.0*255', name: 'Serial', unit: null, value: '12i' }),
        reading({ obis: '0-0:96.3.10*255', name: 'Breaker', unit: null, value: true }),
        reading({ obis: '1-0:2.8.0*255', name: 'Export', value: null, unit: null, error: refused }),
        reading({ obis: '0-0:13.0.0*255', name: 'Calendar', unit: null, value: { seasons: [] } }),
      ]);
      assert.deepEqual(points, [
        {
          measurement: 'dlms',
          tags: { meter: 'house', object: '1-0:1.8.0*255', name: 'Import', unit: 'Wh' },
          fields: { value: 1234.5 },
          timestamp: new Date('2026-03-01T09:15:00.250Z'),
        },
        {
          measurement: 'dlms',
          tags: { meter: 'house', object: '1-0:1.4.0*255/3', name: 'Demand', unit: 'W' },
          fields: { value: 7, meter_time: '2026-03-01T10:15:00+01:00' },
          timestamp: new Date('2026-03-01T09:15:00Z'),
        },
        // The batch node would make an integer of 12i.
        {
          measurement: 'dlms',
          tags: { meter: 'house', object: '0-0:96.1.0*255', name: 'Serial' },
          fields: { text: '12i ' },
          timestamp: new Date('2026-03-01T09:15:00.250Z'),
        },
        {
          measurement: 'dlms',
          tags: { meter: 'house', object: '0-0:96.3.10*255', name: 'Breaker' },
          fields: { text: 'true' },
          timestamp: new Date('2026-03-01T09:15:00.250Z'),
        },
        {
          measurement: 'dlms',
          tags: { meter: 'house', object: '0-0:13.0.0*255', name: 'Calendar' },
          fields: { text: '{"seasons":[]}' },
          timestamp: new Date('2026-03-01T09:15:00.250Z'),
        },
      ]);
    });

    it('InfluxDB: a text is no longer than a field may be, or the whole batch is refused', () => {
      const [{ fields }] = payload('influxdb', [reading({ value: [`x${'ü'.repeat(40_000)}`], unit: null })]);
      assert.equal(Buffer.byteLength(fields.text), 65_535);
      assert.ok(fields.text.startsWith('["xüüü') && fields.text.endsWith('ü'));
    });

    it('InfluxDB: what a meter calls itself does not break a line', () => {
      const [point] = payload('influxdb', [reading({ meter: 'a\nb\\', name: ' ' })]);
      assert.deepEqual([point.tags.meter, point.tags.name], ['a b', '-']);
    });

    it('SQL: nine columns; numbers that are none and numbers with too many digits are text', () => {
      const columns = payload('columns', [
        reading({ value: '12345678901234567890' }),
        reading({ value: Number.NaN, status: 3 }),
        demand,
        reading({ value: 'a\0b', unit: null, status: { bits: ['x'] } }),
        reading({ value: [1, { a: 2 }], unit: null }),
      ]);
      assert.deepEqual(columns, [
        ['house', 'house', 'house', 'house', 'house'],
        ['1-0:1.8.0*255', '1-0:1.8.0*255', '1-0:1.4.0*255/3', '1-0:1.8.0*255', '1-0:1.8.0*255'],
        ['2026-03-01T09:15:00.250Z', '2026-03-01T09:15:00.250Z', '2026-03-01T09:15:00.000Z', ...Array(2).fill('2026-03-01T09:15:00.250Z')],
        [null, null, '2026-03-01T10:15:00+01:00', null, null],
        ['Import', 'Import', 'Demand', 'Import', 'Import'],
        [null, null, 7, null, null],
        ['12345678901234567890', 'NaN', null, 'a\ufffdb', '[1,{"a":2}]'],
        ['Wh', 'Wh', 'W', null, null],
        [null, '3', null, '{"bits":["x"]}', null],
      ]);
    });

    it('a buffer is spread, its columns apart; times without offset count as UTC', () => {
      const buffer = reading({
        obis: '1-0:99.1.0*255',
        classId: 7,
        name: 'Load',
        unit: null,
        value: [{ Clock: '2026-03-01T00:15:00', Import: 1, State: 'ok' }],
      });
      const [, objects, times, meterTimes, names, numbers, texts] = payload('columns', [buffer]);
      assert.deepEqual(objects, ['1-0:99.1.0*255/2/Import', '1-0:99.1.0*255/2/State']);
      assert.deepEqual(times, Array(2).fill('2026-03-01T00:15:00.000Z'));
      assert.deepEqual(meterTimes, Array(2).fill('2026-03-01T00:15:00'));
      assert.deepEqual(
        [names, numbers, texts],
        [
          ['Import', 'State'],
          [1, null],
          [null, 'ok'],
        ],
      );
      assert.deepEqual(payload('chart', [buffer]), [{ series: 'Import', x: Date.UTC(2026, 2, 1, 0, 15), y: 1 }]);
    });

    it('a buffer: rows of one time or of none stay apart; a unit that stands in them is that of the value', () => {
      const months = reading({
        obis: '0-0:98.1.0*255',
        classId: 7,
        value: [
          { time: '2026-02-01T00:00:00Z', value: 4.3, unit: 'kW' },
          { time: '2026-02-01T00:00:00Z', value: 5.1, unit: 'kW' },
          { time: null, value: 6.7, unit: 'kW' },
          { time: null, value: 7.2, unit: 'kW' },
        ],
      });
      const [, objects, times, meterTimes, , numbers, , units] = payload('columns', [months]);
      assert.deepEqual(objects, Array(4).fill('0-0:98.1.0*255/2/value'));
      assert.deepEqual([numbers, units], [[4.3, 5.1, 6.7, 7.2], Array(4).fill('kW')]);
      assert.deepEqual(times, [
        ...['2026-02-01T00:00:00.000Z', '2026-02-01T00:00:00.001Z'],
        ...['2026-03-01T09:15:00.250Z', '2026-03-01T09:15:00.251Z'],
      ]);
      assert.deepEqual(meterTimes, [...Array(2).fill('2026-02-01T00:00:00Z'), null, null]);
    });

    it('a list that is no buffer is one text: its elements had one key', () => {
      const captured = reading({ obis: '1-0:99.1.0*255', classId: 7, attribute: 3, unit: null, value: [{ classId: 8 }, { classId: 3 }] });
      const [, objects, , , , , texts] = payload('columns', [captured]);
      assert.deepEqual([objects, texts], [['1-0:99.1.0*255/3'], ['[{"classId":8},{"classId":3}]']]);
    });

    it('chart: numbers only; series of several meters have their name', () => {
      const x = Date.UTC(2026, 2, 1, 9, 15, 0, 250);
      assert.deepEqual(payload('chart', [reading({}), reading({ meter: 'barn' }), reading({ value: 'text' })]), [
        { series: 'house Import', x, y: 1234.5 },
        { series: 'barn Import', x, y: 1234.5 },
      ]);
    });
  });

  it('by name and by code: none of several readings of one attribute hides another', () => {
    const rows = ['01', '02', '03', '04'].map((day, value) => reading({ value, time: `2026-03-${day}T00:00:00Z` }));
    for (const id of ['by-name', 'by-obis']) assert.deepEqual(Object.values(payload(id, rows)), [0, 1, 2, 3], id);
    assert.deepEqual(Object.keys(payload('by-name', rows)).slice(0, 2), ['Import', 'Import (1-0:1.8.0*255/2)']);
  });

  describe('MQTT', () => {
    it('one message for each meter, its topic by the template', () => {
      const messages = shape(
        'mqtt',
        [reading({}), reading({ meter: 'a/b+#', value: null, error: refused })],
        options({ topic: 'site/<meter>/r' }),
      );
      assert.deepEqual(
        messages.map(({ topic }) => topic),
        // FNV-1a with 32 bits of "a/b+#", by its definition (offset basis 811C9DC5, prime 01000193)
        ['site/house/r', 'site/a_b__af7411c7/r'],
      );
      assert.equal(messages[0].parts, undefined);
      assert.deepEqual(messages[0].payload, {
        meter: 'house',
        time: '2026-03-01T09:15:00.250Z',
        readings: {
          Import: {
            object: '1-0:1.8.0*255',
            time: '2026-03-01T09:15:00.250Z',
            meter_time: null,
            value: 1234.5,
            unit: 'Wh',
            status: null,
            error: null,
          },
        },
      });
      assert.deepEqual(messages[1].payload.readings.Import.error, 'The meter does not have it');
    });
  });

  describe('Home Assistant', () => {
    const kinds: [more: Partial<Reading>, expected: object][] = [
      [{}, { p: 'sensor', device_class: 'energy', state_class: 'total_increasing', unit_of_measurement: 'Wh' }],
      [{ obis: '1-0:16.8.0*255' }, { p: 'sensor', device_class: 'energy', state_class: 'total', unit_of_measurement: 'Wh' }],
      [{ obis: '1-0:1.8.0*1' }, { p: 'sensor', device_class: 'energy', unit_of_measurement: 'Wh' }],
      [{ obis: '1-0:1.29.0*255' }, { p: 'sensor', device_class: 'energy', unit_of_measurement: 'Wh' }],
      [
        { obis: '1-0:3.8.0*255', unit: 'varh' },
        { p: 'sensor', state_class: 'total_increasing', unit_of_measurement: 'varh' },
      ],
      [
        { obis: '1-0:1.7.0*255', unit: 'W' },
        { p: 'sensor', device_class: 'power', state_class: 'measurement', unit_of_measurement: 'W' },
      ],
      [
        { obis: '7-0:3.0.0*255', unit: 'm³' },
        { p: 'sensor', device_class: 'gas', state_class: 'total_increasing', unit_of_measurement: 'm³' },
      ],
      // Temperature difference of a heat meter, and absolute temperature of a gas meter.
      [
        { obis: '6-0:12.0.0*255', unit: 'K' },
        { p: 'sensor', state_class: 'measurement', unit_of_measurement: 'K' },
      ],
      [
        { obis: '7-0:41.0.0*255', unit: 'K' },
        { p: 'sensor', device_class: 'temperature', state_class: 'measurement', unit_of_measurement: 'K' },
      ],
      [
        { obis: '7-0:3.0.0*255', unit: 'gal (US)' },
        { p: 'sensor', device_class: 'volume', state_class: 'total_increasing', unit_of_measurement: 'gal' },
      ],
      [
        { obis: '8-0:1.0.0*255', unit: 'l' },
        { p: 'sensor', device_class: 'water', state_class: 'total_increasing', unit_of_measurement: 'L' },
      ],
      [
        { obis: '0-1:24.2.1*255', unit: 'm³' },
        { p: 'sensor', device_class: 'volume', state_class: 'total_increasing', unit_of_measurement: 'm³' },
      ],
      [
        { obis: '1-0:13.7.0*255', unit: null, value: 0.98 },
        { p: 'sensor', device_class: 'power_factor', state_class: 'measurement' },
      ],
      [
        { obis: '0-0:1.0.0*255', unit: null, value: '2026-03-01T10:15:00+01:00' },
        { p: 'sensor', device_class: 'timestamp' },
      ],
      [{ obis: '0-0:1.0.0*255', unit: null, value: '2026-03-01T10:15:00' }, { p: 'sensor' }],
      [
        { obis: '0-0:96.3.10*255', unit: null, value: true },
        { p: 'binary_sensor', payload_on: 'true', payload_off: 'false' },
      ],
      [{ obis: '0-0:96.1.0*255', unit: null, value: 'LGZ1' }, { p: 'sensor' }],
    ];
    for (const [more, expected] of kinds)
      it(`${more.obis ?? '1-0:1.8.0*255'} ${more.unit === null ? String(more.value) : (more.unit ?? 'Wh')}`, () => {
        const [discovery] = shape('homeassistant', [reading(more)]);
        const [component] = Object.values(discovery.payload.cmps) as Record<string, unknown>[];
        const { name: _name, unique_id: _id, value_template: _template, ...kind } = component ?? {};
        assert.deepEqual(kind, expected);
      });

    it('meters on the M-Bus are gas and water, which the energy dashboard takes alone, where the readings say so', () => {
      // e-MUCS-P1: gas on channel 1, water on channel 2; the third channel says nothing.
      const type = (more: Partial<Reading>) => reading({ name: 'type', unit: null, classId: 1, ...more });
      const volume = (channel: number) => reading({ obis: `0-${channel}:24.2.1*255`, unit: 'm³', name: `volume ${channel}` });
      const types = [type({ obis: '0-1:24.1.0*255', value: 3 }), type({ obis: '0-2:24.1.0*255', value: 7, classId: 72, attribute: 9 })];
      const [{ payload: announced }] = shape('homeassistant', [...types, volume(1), volume(2), volume(3)]);
      const classes = [1, 2, 3].map((channel) => announced.cmps[`0_${channel}_24_2_1_255`].device_class);
      assert.deepEqual(classes, ['gas', 'water', 'volume']);
    });

    it('announces a meter once, and again when its objects change, after a restart and every ten minutes', () => {
      let now = 0;
      const chosen = formOptions({}, { ...formMemory(), now: () => now });
      const topics = (readings: readonly Reading[], by = chosen) => shape('homeassistant', readings, by).map(({ topic }) => topic);
      const [config, there, state] = ['homeassistant/device/dlms_house/config', 'dlms/house/availability', 'dlms/house'];
      assert.deepEqual(topics([reading({})]), [config, there, state]);
      assert.deepEqual(topics([reading({ value: 2000 })]), [there, state]);
      now = 599_999;
      assert.deepEqual(topics([reading({ value: 2000 })]), [there, state]);
      now = 600_000;
      assert.deepEqual(topics([reading({ value: 2000 })]), [config, there, state], 'the broker may have been away');
      assert.deepEqual(topics([reading({ value: 2000 }), demand]), [config, there, state]);
      assert.deepEqual(topics([reading({ value: null, unit: null, error: refused }), demand]), [there, state], 'a refusal changes nothing');
      const [fewer] = shape('homeassistant', [demand], chosen);
      assert.deepEqual(fewer.payload.cmps['1_0_1_8_0_255'], { p: 'sensor' }, 'what is gone is removed');
      assert.deepEqual(topics([demand], chosen), [there, state]);
      assert.deepEqual(topics([reading({}), demand], options()), [config, there, state]);
    });

    it('announces nothing anew where the flow has changed an announcement', () => {
      const chosen = options();
      const [discovery] = shape('homeassistant', [reading({})], chosen);
      for (const component of Object.values(discovery.payload.cmps)) Object.assign(component as object, { name: 'Grid' });
      assert.deepEqual(
        shape('homeassistant', [reading({})], chosen).map(({ topic }) => topic),
        ['dlms/house/availability', 'dlms/house'],
      );
    });

    it('over a deploy: removes what was taken off the list, and takes back what is under another topic', () => {
      const deployed = (topic: string) => formOptions({ topic }, formMemory(undefined, 'a node of this test'));
      shape('homeassistant', [reading({}), demand], deployed('dlms/<meter>'));
      const [fewer] = shape('homeassistant', [demand], deployed('dlms/<meter>'));
      assert.deepEqual(fewer.payload.cmps['1_0_1_8_0_255'], { p: 'sensor' });
      const [gone, config] = shape('homeassistant', [demand], deployed('site/<meter>'));
      assert.deepEqual(gone, { _msgid: 'm', topic: 'homeassistant/device/dlms_house/config', payload: '', retain: true, qos: 1 });
      assert.equal(config.topic, 'homeassistant/device/site_house/config');
      assert.deepEqual(Object.keys(config.payload.cmps), ['1_0_1_4_0_255_3']);
    });

    it('remembers no more meters than there may be, whatever they call themselves', () => {
      const chosen = options();
      for (let n = 0; n < 10_100; n++) shape('homeassistant', [reading({ meter: `meter ${n}` })], chosen);
      assert.equal(chosen.memory.announcements.size, 10_000);
    });

    it('has ids of meter and object, one state with all values, and everything retained', () => {
      const [discovery, there, state] = shape('homeassistant', [
        reading({}),
        demand,
        reading({ obis: '1-0:2.8.0*255', value: null, unit: null, error: refused }),
        reading({ obis: '0-0:96.1.0*255', unit: null, value: `${'x'.repeat(254)}😀y` }),
        reading({ obis: '0-0:40.0.0*255', unit: null, value: [{ classId: 1 }] }),
      ]);
      assert.deepEqual(discovery.payload.dev, { ids: ['dlms_house'], name: 'house', mdl: 'DLMS/COSEM meter' });
      assert.equal(discovery.payload.o.name, 'node-red-dlms');
      assert.deepEqual(discovery.payload.cmps['1_0_1_8_0_255'], {
        p: 'sensor',
        device_class: 'energy',
        state_class: 'total_increasing',
        unit_of_measurement: 'Wh',
        name: 'Import',
        unique_id: 'dlms_house_1_0_1_8_0_255',
        value_template: "{{ value_json['1_0_1_8_0_255'] }}",
      });
      assert.deepEqual(Object.keys(discovery.payload.cmps), ['1_0_1_8_0_255', '1_0_1_4_0_255_3', '0_0_96_1_0_255']);
      assert.equal(there.payload, 'online');
      assert.deepEqual(state.payload, {
        meter: 'house',
        time: '2026-03-01T09:15:00.250Z',
        meter_time: null,
        '1_0_1_8_0_255': 1234.5,
        '1_0_1_4_0_255_3': 7,
        '0_0_96_1_0_255': `${'x'.repeat(254)}😀`,
      });
      for (const message of [discovery, there, state]) assert.deepEqual([message.retain, message.qos], [true, 1]);
    });

    it('says offline where a meter cannot be read', () => {
      const message = unavailableMessage('homeassistant', 'house', {} as NodeMessage, options());
      assert.deepEqual(message, { topic: 'dlms/house/availability', payload: 'offline', retain: true, qos: 1 });
      assert.equal(unavailableMessage('columns', 'house', {} as NodeMessage, options()), null);
    });

    it('keeps meters of other scripts apart', () => {
      const ids = ['Дом', 'Сад'].map((meter) => shape('homeassistant', [reading({ meter })])[0].payload.dev.ids[0]);
      assert.notEqual(ids[0], ids[1]);
      for (const id of ids) assert.match(id, /^[A-Za-z0-9_]+$/);
    });

    it('keeps meters apart whose names differ in a separator only', () => {
      const names = ['A 1', 'A_1', 'A-1', 'A.1', 'A  1', 'A\u00a01'];
      const discoveries = names.map((meter) => shape('homeassistant', [reading({ meter })])[0]);
      const idOf = (part: { payload: { cmps: Record<string, { unique_id: string }> } }) => part.payload.cmps['1_0_1_8_0_255']?.unique_id;
      assert.equal(new Set(discoveries.map((part) => part.payload.dev.ids[0])).size, names.length);
      assert.equal(new Set(discoveries.map(idOf)).size, names.length);
      const places = ['A-1', 'A.1', 'A 1', 'A/1', 'A+1', 'A  1', '.A 1', '_A 1', '10.0.0.5:4059', '10.0.0.5/4059'];
      const topicsOf = (form: string) => places.map((meter) => shape(form, [reading({ meter })]).at(-1).topic);
      assert.equal(new Set(topicsOf('homeassistant')).size, places.length, 'their state topics differ as well');
      assert.equal(new Set(topicsOf('mqtt')).size, places.length);
      assert.deepEqual([topicsOf('mqtt')[2], topicsOf('mqtt')[8]], ['dlms/A_1', 'dlms/10.0.0.5_4059'], 'and usual names stay readable');
    });
  });
});
