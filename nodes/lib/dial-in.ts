/**
 * The "Listen" medium of a `dlms-connection`: one place per connection where meters dial in, open from deploy to the next.
 * A request of a meter takes the connection of the caller that is wanted; without a name, that of anyone who has arrived.
 */
import { createDialIn, type DialIn } from '../../src/index';
import type { OpenLine } from './line-pool';
import { defaultPort, framings } from './line-settings';
import { flag, integer, oneOf, type Settings, text, wordList } from './setting-values';

/** Null for the other media. @throws DlmsError `settings-invalid` */
export const dialInOf = (settings: Settings): DialIn | null => {
  if (settings.medium !== 'listen') return null;
  return createDialIn({
    host: text(settings, 'listenHost', '127.0.0.1'),
    port: integer(settings, 'port', { min: 1, max: 65_535, fallback: defaultPort }),
    framing: oneOf(settings, 'framing', framings, 'wrapper'),
    allow: wordList(settings, 'allow'),
    maxConnections: integer(settings, 'maxConnections', { min: 1, max: 100_000, fallback: 1000 }),
    greeting: text(settings, 'greeting', ''),
    ask: flag(settings, 'askName', false),
    hangUpAfterUse: flag(settings, 'hangUp', false),
  });
};

/** Lines of this medium get their connection from the dial-in; all others open their own. */
export const overDialIn = (dialIn: DialIn | null, open: OpenLine): OpenLine => {
  if (dialIn === null) return open;
  return (options) => {
    const { transport } = options;
    if ('open' in transport || transport.kind !== 'listen') return open(options);
    return open({ ...options, transport: dialIn.transport(transport.caller ?? '', transport.acceptTimeoutMs) });
  };
};
