/**
 * Notifications that nobody protected, where the user demands that they are: whoever is on the line can send them, before an
 * association, in the middle of a request, and while nothing is asked.
 */
import assert from 'node:assert/strict';
import type { Apdu } from '../../../src/apdu/apdu';
import { connect, energy, SecuredMeter, securityOptions } from './secured-meter';

const forged = (confirmed: boolean): Apdu => ({
  kind: 'data-notification',
  value: {
    // Bit 30: confirmed service.
    longInvokeIdAndPriority: confirmed ? 0x40000007 : 7,
    dateTime: Buffer.alloc(0),
    dateTimeTagged: false,
    notificationBody: { type: 'unsigned', value: 5 },
  },
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Reads once with a forged notification before each answer of the meter, and one more when all is said. */
async function readAmongForged(strictNotifications: boolean, confirmed: boolean) {
  const forge = (): void => target.memory.push(forged(confirmed), 1, 1);
  const target: SecuredMeter = new SecuredMeter({
    alter: (answer) => {
      forge();
      return answer;
    },
  });
  const { line, meter } = connect(target, securityOptions({ settings: { strictNotifications } }));
  const seen = { unsolicited: [] as string[], log: [] as string[] };
  line.on('unsolicited', (name, { kind }) => void seen.unsolicited.push(`${name}: ${kind}`));
  line.on('log', (_name, text) => void seen.log.push(text));
  try {
    const { items } = await meter.get([energy]);
    forge();
    await pause(10);
    return { value: items[0]?.data?.value, requests: [...target.memory.requests], ...seen };
  } finally {
    await line.close();
    target.memory.close();
  }
}

describe('plain notifications in a ciphered association', () => {
  it('where they are to be protected, go to nobody, get no answer, use no counter and stop no request', async () => {
    const { value, requests, unsolicited, log } = await readAmongForged(true, true);
    assert.equal(value, 4711);
    assert.deepEqual(unsolicited, []);
    assert.deepEqual(requests, ['aarq', 'glo-action-request', 'glo-get-request']);
    assert.equal(log.length, 4);
    for (const text of log) assert.match(text, /passed over: the notification is "none".*"authenticated-encrypted"/);
  });

  it('come through where they need no protection', async () => {
    const { value, unsolicited, log } = await readAmongForged(false, false);
    assert.equal(value, 4711);
    assert.deepEqual(unsolicited, Array(4).fill('hall: data-notification'));
    assert.deepEqual(log, []);
  });
});
