/**
 * What a session costs without this library: the frames of one session, recorded, are sent one after the other by a bare socket,
 * each when the answer to the one before has come; nothing is made, checked or decoded. No client in Node.js is faster. For HDLC
 * without ciphering: there the same frames do every time, and an answer is one frame.
 */
import { connect } from 'node:net';
import { countSessions } from './count-sessions';
import { ownSession } from './own-session';
import { wordsOf } from './words';

const words = wordsOf(process.argv.slice(2));
const flag = 0x7e;

const replay = (frames: readonly Buffer[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: words.number('port'), noDelay: true });
    let sent = 0;
    const next = (): void => {
      const frame = frames[sent++];
      if (frame !== undefined) socket.write(frame);
      else {
        socket.destroy();
        resolve();
      }
    };
    socket.on('connect', next);
    socket.on('data', (chunk) => chunk.at(-1) === flag && next());
    socket.on('error', reject);
    socket.on('end', () => reject(new Error('the meter closed the connection')));
  });

async function main(): Promise<void> {
  const frames: Buffer[] = [];
  await ownSession(words)((frame) => void frames.push(frame));
  await countSessions(words, () => replay(frames));
}

void main();
