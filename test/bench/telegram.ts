/**
 * How fast telegrams become readings: HDLC frames with a DataNotification of some 500 octets (registers under codes with
 * scaler and unit, as Aidon sends them), plain and ciphered with suite 0, through the whole decoder of one source. Readings are
 * complete: name, scaled value, unit, ISO time.
 */
import { createKeyRing, createReplayState, createTelegramDecoder } from '../../src/telegram';
import { atLeast, type Bench, costs } from './row';
import { ak, ek, frame, notification, seal, title } from './telegrams';

const distinct = 64;
const apdus = Array.from({ length: distinct }, (_, i) => notification(i));

/** Pushes one frame after the other, each as a chunk of its own. */
function decoding(frames: readonly Buffer[]): () => void {
  const decoder = createTelegramDecoder({
    keys: createKeyRing([{ name: 'bench', systemTitle: title, ek, ak }]),
    replay: 'off',
    counters: createReplayState(),
  });
  return () => {
    for (const octets of frames) {
      const [event] = decoder.push(octets, 0);
      if (event?.kind !== 'telegram' || event.readings.length < 20) throw new Error('a telegram was not decoded');
    }
  };
}

export const bench: Bench = {
  title: `Telegrams: HDLC UI frame, DataNotification of ${apdus[0]?.length} octets, to readings, per second of processor time`,
  async rows({ seconds }) {
    const cost = costs(seconds, {
      plain: decoding(apdus.map(frame)),
      sealed: decoding(apdus.map((apdu, i) => frame(seal(apdu, i)))),
    });
    return [
      { job: 'plain', unit: 'telegrams/s', figure: distinct / cost.plain, targets: [atLeast(40_000)] },
      { job: 'suite 0, authenticated and encrypted', unit: 'telegrams/s', figure: distinct / cost.sealed, targets: [atLeast(20_000)] },
    ];
  },
};
