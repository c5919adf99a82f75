/**
 * The explained tree and the standard text form: every session of the captures in both directions, a client's session with
 * a dedicated key, octets that stop in the middle, and what must not be shown.
 */
import assert from 'node:assert/strict';
import { fromHex, toHex } from '../../src/bytes';
import { createExplainer, createKeyRing, type Explained, type Explainer, explain, treeText } from '../../src/telegram';
import { apduExtent } from '../../src/telegram/extent';
import { type Capture, loadCapture, loadCaptures } from '../support/captures';

type ExpectedApdu = { readonly apdu: string; readonly inner?: { readonly apdu: string } };

const sessions = loadCaptures().filter(
  ({ kind, id, expected }) => kind === 'session' && !id.startsWith('neg-') && Array.isArray(expected.frames),
);

function explainerOf({ id, keys }: Capture): Explainer {
  const { ek, ak, serverSystemTitle: title } = keys;
  return createExplainer({
    ...(title === undefined ? {} : { serverTitle: fromHex(title) }),
    keys: createKeyRing(ek === undefined ? [] : [{ name: id, ek, ...(ak === undefined ? {} : { ak }) }]),
  });
}

const expectedApdus = ({ expected }: Capture, frame: number): readonly ExpectedApdu[] | null =>
  (expected.frames as { readonly apdus?: readonly ExpectedApdu[] }[])[frame]?.apdus ?? null;

function check(nodes: readonly Explained[], from: number, to: number): void {
  let at = from;
  for (const { name, from: begin, to: end, children, base } of nodes) {
    if (base === undefined) {
      assert.ok(begin >= at && end <= to && end >= begin, `${name} ${begin}-${end} in ${from}-${to}`);
      at = Math.min(begin, end);
    }
    if (children !== undefined) check(children, base === undefined ? begin : 0, base === undefined ? end : Number.MAX_SAFE_INTEGER);
  }
}

describe('sessions of the captures, explained', () => {
  for (const capture of sessions) {
    it(`${capture.id} has the APDUs of its file`, () => {
      const explainer = explainerOf(capture);
      for (const [i, { hex, dir }] of capture.frames.entries()) {
        const { apdus, nodes } = explainer.push(fromHex(hex), dir);
        const expected = expectedApdus(capture, i);
        if (expected === null) continue;
        assert.deepEqual(
          apdus.map(({ kind }) => kind),
          expected.map(({ apdu }) => apdu),
          `frame ${i}`,
        );
        for (const [j, { inner }] of expected.entries()) if (inner) assert.equal(apdus[j]?.plainKind, inner.apdu, `frame ${i}, deciphered`);
        for (const { xml, plainKind } of apdus) assert.ok(plainKind === null || /^<[A-Z]\w+/.test(xml));
        check(nodes, 0, hex.length / 2);
      }
    });
  }

  it('are many', () => assert.ok(sessions.length >= 12));
});

describe('an explained tree', () => {
  const notification = loadCapture('push-aidon-no-escapebyte');
  const octets = fromHex(notification.frames[0]?.hex ?? '');

  it('names every octet of a frame', () => {
    const { nodes, errors } = explain(octets);
    assert.deepEqual(errors, []);
    const leaves: Explained[] = [];
    const collect = (list: readonly Explained[]): void => {
      for (const node of list) node.children ? collect(node.children) : leaves.push(node);
    };
    collect(nodes);
    const covered = new Set(leaves.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i)));
    // Tags, counts and choices are octets of the nodes above their contents.
    assert.ok(covered.size > octets.length * 0.8, `${covered.size} of ${octets.length}`);
    assert.deepEqual([nodes[0]?.from, nodes[0]?.to], [0, octets.length]);
  });

  it('tells where each frame stands, also of two that are alike', () => {
    const { nodes } = explain(Buffer.concat([octets, octets]));
    const places = nodes.map(({ from, to }) => [from, to]);
    assert.deepEqual(places, [
      [0, octets.length],
      [octets.length, 2 * octets.length],
    ]);
  });

  it('says what a code means and what a value is', () => {
    const text = treeText(explain(octets).nodes);
    assert.match(text, /0100010700FF\s+\(1-0:1\.7\.0\*255 Active power/);
    assert.match(text, /double-long-unsigned: 1661/);
  });

  it('says what unit and time are, and names the elements of a compact array and of base names', () => {
    const tree = (hex: string): string => treeText(explain(fromHex(hex)).nodes);
    assert.match(tree('0F0000000100020309060100200700FF12090302020FFF1623'), /structure: 2 elements {2}\(10\^-1 V\)/);
    assert.match(tree('0F0000000100020309060100010800FF060000000A02020F00161E'), /structure: 2 elements {2}\(Wh\)/);
    assert.match(tree('0F000000010C07E60603050C1E0000FF8880020100'), /dateTime: 07E6.* {2}\(2022-06-03T12:30:00\+02:00\)/);
    // Green Book 9.5: the description of the elements, then their contents without tags.
    const compact = tree('0F000000010013020209060B060100010800FF00000005');
    assert.match(compact, /12-18 +octet-string: 0100010800FF {2}\(1-0:1\.8\.0\*255/);
    assert.match(compact, /19-22 +double-long-unsigned: 5/);
    assert.match(tree('18000102FA00010600000005'), /variable-name: 64000 {2}\(FA00\)/);
  });

  it('says that a wrapper is not whole, and what is no DLMS/COSEM at all', () => {
    const messages = (hex: string): string[] => explain(fromHex(hex)).errors.map(({ message }) => message);
    assert.deepEqual(messages('000100010066001E0F000000010C07E60603050C1E0000FF8880'), [
      'reading stopped at octet 0: the wrapper announces 30 octets, 18 came',
    ]);
    assert.match(messages('1B1B1B1B010101017605000141A96200').join(), /^this is SML/);
  });

  it('says with which key and counter something was deciphered', () => {
    const capture = loadCapture('sess-lg-dedicated-key');
    const explainer = explainerOf(capture);
    const text = capture.frames.map(({ hex, dir }) => treeText(explainer.push(fromHex(hex), dir).nodes)).join('\n');
    assert.match(text, /deciphered with the global key of sess-lg-dedicated-key, .*counter 89, the tag fits/);
    assert.match(text, /deciphered with the dedicated key of the AARQ .*counter 1, the tag fits/);
    assert.match(text, /0-0:1\.0\.0\*255 Clock/);
  });

  it('shows neither the password nor a dedicated key', () => {
    const capture = loadCapture('sess-lg-dedicated-key');
    const explainer = explainerOf(capture);
    const { nodes, apdus } = explainer.push(fromHex(capture.frames[0]?.hex ?? ''), 'tx');
    const text = treeText(nodes) + apdus.map(({ xml }) => xml).join('');
    for (const secret of ['JuS66BCZ', '4A7553363642435A', '5E168412318BA71848C99B2B2AB33294', capture.keys.ek, capture.keys.ak]) {
      assert.ok(secret !== undefined && !text.includes(secret));
    }
  });

  it('says precisely where and why it stops', () => {
    const { errors } = explain(fromHex('C001C100080000010000FF'));
    assert.equal(errors[0]?.offset, 11);
    assert.match(
      errors[0]?.message ?? '',
      /stopped at octet 11 of 11 in get-request \/ get-request-normal \/ cosemAttributeDescriptor \/ attributeId/,
    );
  });

  it('says that a frame is damaged and goes on behind it', () => {
    const damaged = Buffer.from(octets);
    damaged[30] = (damaged[30] as number) ^ 1;
    const { errors, apdus } = explain(Buffer.concat([damaged, octets]));
    assert.equal(apdus.length, 1);
    assert.match(errors[0]?.message ?? '', /FCS/);
  });

  it('knows where every ciphered APDU of GB 9.5 ends', () => {
    const tags = '21252628 2C2D2E36 38 C8C9CACB CCCDCF 41454648 4C4D4E56 58 D0D1D2D3 D4D5D7';
    for (const tag of fromHex(tags.replaceAll(' ', ''))) {
      // Length, security control, counter; what follows belongs to something else.
      assert.deepEqual(apduExtent(Buffer.of(tag, 5, 0x20, 0, 0, 0, 1, 0xff), 0, 8), { kind: 'end', at: 7 });
    }
  });

  it('knows where an APDU with a compact array ends, whose elements are described in any depth', () => {
    // Green Book 9.5, TypeDescription: a structure of double-long-unsigned, long-unsigned and an array of two unsigned.
    const described = fromHex('0F0000000100 13 0203 06 12 01000211 08 00000001 0002 0304'.replaceAll(' ', ''));
    const next = Buffer.concat([described, fromHex('C401C1000F05')]);
    assert.deepEqual(apduExtent(next, 0, next.length), { kind: 'end', at: described.length });
    assert.deepEqual(apduExtent(described, 0, described.length - 2), { kind: 'more', octets: 2 });
    const unknown = fromHex('0F0000000100 13 0203 06 08 12 02 0001 0002'.replaceAll(' ', ''));
    assert.equal(apduExtent(unknown, 0, unknown.length).kind, 'wrong');
  });

  it('shows the values of answers', () => {
    const linesOf = (hex: string): string[] =>
      treeText(explain(fromHex(hex)).nodes)
        .split('\n')
        .map((line) => line.trim());
    assert.ok(linesOf('C401C10006000004D2').includes('3-8           data double-long-unsigned: 1234'));
    assert.ok(
      linesOf('0C0100120009').includes('2-5           data long-unsigned: 9') ||
        linesOf('0C0100120009').some((line) => /data long-unsigned: 9$/.test(line)),
    );
    const list = linesOf('C403C1020009024142010B').join('\n');
    assert.match(list, /data octet-string: 4142/);
    assert.match(list, /data-access-result: object-unavailable/);
  });

  it('says what was negotiated', () => {
    const capture = loadCapture('sess-lg-sn-multiread');
    const explainer = explainerOf(capture);
    const text = capture.frames.map(({ hex, dir }) => treeText(explainer.push(fromHex(hex), dir).nodes)).join('\n');
    assert.match(text, /\(largest information transmitted 248, received 62, window transmitted 1, received 1\)/);
    assert.match(text, /negotiatedConformance: 180220 {2}\(read, write, multiple-references, parameterized-access\)/);
    assert.match(text, /data visible-string: B\.M4CCPTSCMDO\.0479\.AT0STvGsarHSPpnagl/);
  });

  it('says counter and security control where there is no key', () => {
    // gurux.fi/node/24607: HPL, security suite 0, encrypted only
    const aare =
      '7EA04A410330EBA8E6E700613CA109060760857405080103A203020100A305A103020100A40A040848504C000010F447BE17041528132000000000830705F03594EEE1A96C27CCA051765F7E';
    assert.match(treeText(explain(fromHex(aare)).nodes), /glo-initiate-response: security control 20, counter 0 {2}\(.*48504C000010F447/);
    const push = loadCapture('push-iskra-at-am550-nokey').frames[0]?.hex ?? '';
    assert.match(treeText(explain(fromHex(push)).nodes), /protected contents: security control 20, counter 9477591 /);
  });

  it('reads a frame that only lost its last flag, and a list of values alone', () => {
    // comment of a public C# source (Secure/L&T SM310): script 1 of 0-1:10.8.0 is executed
    const cut = explain(fromHex('7EA01F00020401813261EBE6E600C301C1000900010A0800FF0101090100F398'));
    assert.deepEqual([cut.errors, cut.apdus.map(({ kind }) => kind)], [[], ['action-request']]);
    const list = explain(fromHex('0101020309060100010700FF060000017002020F00161B'));
    assert.deepEqual(list.errors, []);
    assert.match(treeText(list.nodes), /double-long-unsigned: 368/);
    assert.match(list.apdus[0]?.xml ?? '', /^<Array Qty="0001">/);
  });

  it('tells an echo from an answer', () => {
    const capture = loadCapture('sess-echo-ln-none');
    const explainer = explainerOf(capture);
    const text = capture.frames.map(({ hex, dir }) => treeText(explainer.push(fromHex(hex), dir).nodes)).join('\n');
    assert.match(text, /echo of the frame that was sent/);
  });

  it('names APDUs behind one another, with LLC headers or without', () => {
    const apdu = '0F000000010002020906010001070 0FF0600000155'.replace(' ', '');
    for (const [hex, ranges] of [
      [apdu + apdu, [0, 21]],
      [`E6E700${apdu}E6E700${apdu}`, [3, 27]],
    ] as const) {
      const { nodes, errors, apdus } = explain(fromHex(hex));
      assert.deepEqual(errors, []);
      assert.equal(apdus.length, 2);
      assert.deepEqual(
        nodes.filter(({ name }) => name === 'data-notification').map(({ from }) => from),
        ranges,
      );
    }
  });

  it('names the APDUs of one frame, each with its LLC header', () => {
    const { nodes, apdus, errors, parts } = explain(fromHex(loadCapture('push-lg-ch-e450-three-in-one').frames[0]?.hex ?? ''));
    const inside = (nodes[0]?.children ?? []).filter(({ name }) => name === 'LLC header' || name === 'data-notification');
    assert.deepEqual(
      inside.map(({ from, to }) => [from, to]),
      [9, 42, 75].flatMap((at) => [
        [at, at + 3],
        [at + 3, at + 33],
      ]),
    );
    assert.deepEqual([apdus.length, errors.length, parts], [3, 0, 0]);
  });

  it('reads one prefix of a gateway and one layer of blocks (GBT), however many are around each other', () => {
    const prefixed = explain(fromHex(`E60000${'E60000'.repeat(20_000)}`));
    assert.deepEqual(
      prefixed.nodes.map(({ name }) => name),
      ['gateway prefix', 'gateway-request'],
    );
    const length = (octets: number): string => `82${octets.toString(16).padStart(4, '0')}`;
    let blocks = '0F0000000100020212000112';
    while (blocks.length < 0x1_8000) blocks = `E08000010000${length(blocks.length / 2)}${blocks}`;
    const { errors, apdus } = explain(fromHex(blocks));
    assert.deepEqual([errors.map(({ code }) => code), apdus], [['apdu-malformed'], []]);
  });

  it('names the lines of a P1 telegram', () => {
    const { nodes, errors } = explain(Buffer.from('/KFM5KAIFA-METER\r\n\r\n1-0:1.8.1(000001.500*kWh)\r\n!ABCD\r\n', 'latin1'));
    assert.deepEqual(errors, []);
    assert.deepEqual(
      nodes.map(({ name, from, value }) => [name, from, value]),
      [
        ['identification', 0, '/KFM5KAIFA-METER'],
        ['line', 20, '1-0:1.8.1(000001.500*kWh)'],
        ['end, CRC', 47, '!ABCD'],
      ],
    );
  });

  it('says that a key is missing and for whom', () => {
    const capture = loadCapture('push-elster-at-kmswest-nokey');
    const { errors, apdus } = explain(fromHex(capture.frames[0]?.hex ?? ''));
    assert.equal(apdus[0]?.plain, null);
    assert.match(errors[0]?.message ?? '', /no encryption key \(EK\) is known for the meter 454C536570000001/);
  });
});

describe('the text form of the standard', () => {
  const flat = (hex: string): string =>
    explain(fromHex(hex))
      .apdus.map(({ xml }) => xml.replace(/>\s+</g, '><'))
      .join();

  it('of a get-request', () =>
    assert.equal(
      flat('C001C100080000010000FF0200'),
      '<GetRequest><GetRequestNormal><InvokeIdAndPriority Value="C1" /><AttributeDescriptor><ClassId Value="0008" />' +
        '<InstanceId Value="0000010000FF" /><AttributeId Value="02" /></AttributeDescriptor></GetRequestNormal></GetRequest>',
    ));

  it('of a get-response with data', () =>
    assert.equal(
      flat('C401C10006000004D2'),
      '<GetResponse><GetResponseNormal><InvokeIdAndPriority Value="C1" /><Result><Data><DoubleLongUnsigned Value="000004D2" />' +
        '</Data></Result></GetResponseNormal></GetResponse>',
    ));

  it('of a refusal', () => assert.match(flat('C401C10104'), /<DataAccessError Value="ObjectUndefined" \/>/));

  it('of selective access and of lists', () => {
    assert.match(
      flat('C001C100070100630100FF0201020204060000000106000000021200011200000'.slice(0, -1)),
      /<AccessSelection><AccessSelector Value="02" \/>/,
    );
    assert.match(
      flat('C003C1010001000001000 0FF0200'.replace(' ', '')),
      /<AttributeDescriptorList Qty="0001"><AttributeDescriptorWithSelection>/,
    );
  });

  it('escapes what a meter sends as text', () => assert.match(flat(`C401C1000A05${toHex(Buffer.from('<a&">'))}`), /&#60;a&#38;&#34;&#62;/));
});
