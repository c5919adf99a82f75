/**
 * The door to the simulator: `startSimulator` puts one meter on a port, `startSimulatedLine` several meters on one HDLC
 * line. Clients may come at the same time, each with a channel of its own.
 *
 *   port -> connection (frames, faults) -> station (link of one meter) -> session (client) -> services -> objects
 */
import type { Data } from '../codec/types';
import { DlmsError } from '../errors';
import { Connection, type SimulatorFraming } from './connection';
import { checkFaults } from './faults';
import { type Endpoint, listen } from './listen';
import { SimulatedMeter } from './meter';
import type {
  FaultOptions,
  SimulatedLine,
  SimulatedLineOptions,
  Simulator,
  SimulatorEvent,
  SimulatorListen,
  SimulatorOptions,
} from './types';

const highestBaudRate = 9600;

/** A port with its meters and the channels that are open on it. */
class Host {
  private readonly meters: readonly SimulatedMeter[];
  private readonly framing: SimulatorFraming;
  private readonly connections = new Set<Connection>();
  private endpoint: Endpoint | null = null;

  constructor(meters: readonly SimulatedMeter[], framing: SimulatorFraming) {
    this.meters = meters;
    this.framing = framing;
  }

  get port(): number | null {
    return this.endpoint?.port ?? null;
  }

  async open(options: SimulatorListen): Promise<void> {
    const baudRate = options.kind === 'serial' ? (options.baudRate ?? highestBaudRate) : highestBaudRate;
    this.endpoint = await listen(options, (channel) => {
      const connection = new Connection(channel, this.meters, this.framing, baudRate);
      this.connections.add(connection);
      return {
        data: (chunk) => connection.data(chunk),
        closed: () => {
          this.connections.delete(connection);
          connection.end();
        },
      };
    });
  }

  applyFaults(): void {
    for (const connection of this.connections) connection.applyFaults();
  }

  hangUp(): void {
    for (const connection of [...this.connections]) connection.close();
  }

  /** Idempotent. */
  async close(): Promise<void> {
    const { endpoint } = this;
    this.endpoint = null;
    this.hangUp();
    await endpoint?.close();
    for (const meter of this.meters) meter.dispose();
  }
}

function present(meter: SimulatedMeter, host: Host, close: () => Promise<void>): Simulator {
  return {
    options: meter.options,
    get port() {
      return host.port;
    },
    get faults(): FaultOptions {
      return meter.faults;
    },
    set faults(faults: FaultOptions) {
      meter.faults = checkFaults(faults);
      host.applyFaults();
    },
    get: (obis: string, attribute: number): Data | undefined => meter.get(obis, attribute),
    set: (obis: string, attribute: number, value: Data): void => meter.set(obis, attribute, value),
    on: (listener: (event: SimulatorEvent) => void) => meter.on(listener),
    restart: (): void => {
      host.hangUp();
      meter.restarted();
    },
    close,
  };
}

function makeMeter(options: SimulatorOptions): SimulatedMeter {
  checkFaults(options.faults ?? {});
  return new SimulatedMeter(options);
}

/**
 * Starts one meter. Resolves when its port is open.
 * @throws DlmsError `settings-invalid`, `port-unavailable`, `serial-settings`
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const meter = makeMeter(options);
  const host = new Host([meter], options.framing ?? (options.listen.kind === 'serial' ? 'hdlc' : 'wrapper'));
  await host.open(options.listen);
  return present(meter, host, () => host.close());
}

/**
 * Starts several meters behind one port, as on an RS-485 line: HDLC, told apart by physical address.
 * @throws DlmsError `settings-invalid` when two meters have the same address; as `startSimulator`
 */
export async function startSimulatedLine(options: SimulatedLineOptions): Promise<SimulatedLine> {
  const meters = options.meters.map((meter) => makeMeter({ ...meter, listen: options.listen, framing: options.framing ?? 'hdlc' }));
  const addresses = new Set(meters.map(({ settings }) => settings.physical));
  if (meters.length === 0 || addresses.size < meters.length)
    throw new DlmsError('settings-invalid', 'each meter of a simulated line needs a physical address of its own');
  const host = new Host(meters, options.framing ?? 'hdlc');
  await host.open(options.listen);
  const close = (): Promise<void> => host.close();
  return { port: host.port, meters: meters.map((meter) => present(meter, host, close)), close };
}
