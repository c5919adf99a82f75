/**
 * Reading one attribute with the public client (SAP 16, no authentication, no ciphering; Green Book 4.3.6), in an association
 * of its own on the line of another client: how the invocation counter object is read before there is security.
 * The meter of the public client is an ordinary one; it works inside the turn that another request has on the line.
 */
import type { Data } from '../../codec/types';
import { DlmsError, isDlmsError } from '../../errors';
import { plainSecurity } from '../../security/plain';
import type { Connection, Turn } from '../connection';
import type { Completed, Request, Requests } from '../line';
import { createMeter } from '../meter';
import { createPeer, type Peer } from '../peer';
import type { AttributeReference, LineOptions, MeterOptions } from '../types';

const publicClientSap = 16;

/** The same meter, seen by the public client. */
function publicOptions({ options }: Peer): MeterOptions {
  const { userId: _user, hlsInstance: _instance, ...associate } = options.associate;
  return {
    ...options,
    name: `${options.name} (public client)`,
    addresses: { ...options.addresses, client: publicClientSap },
    associate,
    security: async () => plainSecurity({ mechanism: 0 }),
  };
}

/**
 * The value of an attribute, read by the public client; its association and link are closed again, whatever happens.
 * @throws DlmsError of the line, the association or the meter's refusal of the attribute
 */
export async function readAsPublicClient(
  connection: Connection,
  line: LineOptions,
  peer: Peer,
  turn: Turn,
  reference: AttributeReference,
): Promise<Data> {
  // A second association beside an open one is what many meters refuse.
  await connection.leave(peer, turn);
  const visitor = createPeer(line, publicOptions(peer));
  const requests: Requests = {
    async submit<T>({ work }: Request<T>): Promise<Completed<T>> {
      const { session, fresh } = await connection.open(visitor, turn);
      const result = await work({ session, fresh, run: (dialogue) => connection.run(visitor, dialogue, turn) });
      return { result, info: { meter: visitor.name, queuedMs: 0, durationMs: 0, ...turn.traffic } };
    },
    leave: () => Promise.reject(new DlmsError('sequence-error', 'the public client is released by its line')),
  };
  try {
    const { items } = await createMeter(requests, visitor).get([reference]);
    const item = items[0];
    if (item?.data) return item.data;
    throw item?.error ?? new DlmsError('answer-mismatch', `${visitor.name}: no answer for ${reference.obis}`);
  } catch (error) {
    if (isDlmsError(error)) await connection.afterFailure(visitor, error, turn.traffic);
    throw error;
  } finally {
    await connection.forgetPeer(visitor, turn);
  }
}
