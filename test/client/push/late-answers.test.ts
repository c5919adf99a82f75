/**
 * Answers that come late on a connection on which a meter dialled in: a line gives it back and has it again, and what was asked
 * before may still be answered.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type Apdu, apdu } from '../../../src/apdu/apdu';
import { createDialIn, type DialIn } from '../../../src/client/push/dial-in';
import type { Line, Meter, MeterOptions } from '../../../src/client/types';
import { decode, encode } from '../../../src/codec/axdr';
import { createWrapperServer } from '../../../src/framing/wrapper';
import { shortNameOptions, testLine, testMeter } from '../memory-meter';
import { energyObis, logicalMeter, registers, shortMeter } from '../scripted-answers';

const register = (n: number) => [{ classId: 3, obis: energyObis(n), attribute: 2 }];

describe('late answers of a meter that dialled in', () => {
  let desk: DialIn;
  let socket: Socket;
  const lines: Line[] = [];
  /** What the meter does with the answer to a read, by the number of the read, 1 first. */
  let send: (read: number, write: () => void) => void;

  const serve = (answer: (request: Apdu) => Apdu | null): void => {
    const server = createWrapperServer({ logicalDevices: [1] });
    const own = socket;
    let reads = 0;
    own.on('data', (chunk) => {
      for (const event of server.deframer.push(chunk).flatMap((frame) => server.input(frame))) {
        if (event.kind !== 'apdu') continue;
        const request = decode(apdu, event.apdu);
        const response = answer(request);
        if (response === null) continue;
        const write = (): void => {
          for (const frame of server.output(encode(apdu, response), event.peer)) own.write(frame);
        };
        if (request.kind === 'get-request' || request.kind === 'read-request') send(++reads, write);
        else write();
      }
    });
  };

  const start = async (answer: (request: Apdu) => Apdu | null): Promise<void> => {
    desk = createDialIn({ host: '127.0.0.1', port: 0, framing: 'wrapper', greeting: 'METER=(\\w+)' });
    await desk.open();
    socket = connect(desk.port, '127.0.0.1');
    await once(socket, 'connect');
    serve(answer);
    socket.write('METER=One\r\n');
  };

  const meterOf = (options: Partial<MeterOptions> = {}): Meter => {
    const line = testLine(desk.transport('One', 1000), { retries: 0 });
    lines.push(line);
    return testMeter(line, options);
  };

  afterEach(async () => {
    await Promise.all(lines.splice(0).map((line) => line.close()));
    socket.destroy();
    await desk.close();
  });

  const logical = logicalMeter({ objects: registers(3) });

  for (const { what, anew } of [
    { what: 'of the same line', anew: false },
    { what: 'of a line that is made anew, as a deploy does', anew: true },
  ]) {
    it(`are none to a later request ${what}`, async () => {
      let late: () => void = () => assert.fail('nothing was asked');
      send = (read, write) => {
        if (read === 2) late = write;
        else if (read === 3) {
          late();
          setTimeout(write, 20);
        } else write();
      };
      await start(logical);
      const before = meterOf();
      assert.equal((await before.get(register(0))).items[0]?.data?.value, 1000);
      await assert.rejects(before.get(register(0)), { code: 'response-timeout' });
      if (anew) await lines.pop()?.close();
      const after = anew ? meterOf() : before;
      assert.equal((await after.get(register(1))).items[0]?.data?.value, 1001);
      assert.equal((await after.get(register(2))).items[0]?.data?.value, 1002);
    });
  }

  it('cost nothing where the meter says C1 to every request, once they had the time to pass by', async () => {
    send = (read, write) => void (read === 3 || write());
    await start((request) => {
      const answer = logical(request);
      if (answer?.kind === 'get-response') answer.value.value.invokeIdAndPriority.invokeId = 1;
      return answer;
    });
    const meter = meterOf();
    const value = async (n: number) => (await meter.get(register(n))).items[0]?.data?.value;
    assert.deepEqual([await value(0), await value(1)], [1000, 1001]);
    await assert.rejects(value(2), { code: 'response-timeout' });
    assert.deepEqual([await value(0), await value(1)], [1000, 1001]);
  });

  it('are none either with short names, which have no invoke id: what is under way passes by first', async () => {
    send = (read, write) => void setTimeout(write, read === 1 ? 150 : 80);
    await start(shortMeter(3));
    const baseNames = { [`3:${energyObis(0)}`]: 0x1000, [`3:${energyObis(1)}`]: 0x1018 };
    const meter = meterOf({ associate: shortNameOptions, baseNames });
    await assert.rejects(meter.get(register(0)), { code: 'response-timeout' });
    assert.equal((await meter.get(register(1))).items[0]?.data?.value, 1001);
  });
});
