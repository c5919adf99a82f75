/** Sessions a second of this library; the counterpart of test/interop/java/BenchClient.java, with the same arguments. */
import { countSessions } from './count-sessions';
import { ownSession } from './own-session';
import { wordsOf } from './words';

const words = wordsOf(process.argv.slice(2));
const session = ownSession(words);

void countSessions(words, () => session());
