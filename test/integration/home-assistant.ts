/**
 * A real Home Assistant (scripts/peers.mjs) with the MQTT integration set up, and its answers: what it made of what was
 * announced to it. It lives in a folder with a Debian of its own, so its configuration is in there as well.
 */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { freePort } from '../support/free-port';
import { eventually } from './example';
import { programPath, type Service, start } from './services';

const root = process.env.HOME_ASSISTANT_ROOT ?? join(__dirname, '..', '..', '.cache', 'home-assistant', 'root');

export interface EntityState {
  readonly entity_id: string;
  readonly state: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface RegisteredEntity {
  readonly entity_id: string;
  readonly unique_id: string;
  readonly device_id: string;
  readonly platform: string;
}

export interface HomeAssistant extends Service {
  /** A command of its WebSocket interface; gives the result. */
  // biome-ignore lint/suspicious/noExplicitAny: answers of any shape
  command(type: string, more?: object): Promise<any>;
  /** Entities of MQTT by their unique id. */
  entities(): Promise<ReadonlyMap<string, RegisteredEntity>>;
  states(): Promise<ReadonlyMap<string, EntityState>>;
  /** Warnings and errors that it has logged, but those about how it is started here. */
  complaints(): string[];
}

const configuration = (port: number): string => `
homeassistant: { name: Test, unit_system: metric, time_zone: UTC, currency: EUR, language: en, latitude: 0, longitude: 0, elevation: 0 }
http: { server_host: 127.0.0.1, server_port: ${port} }
recorder: { commit_interval: 0 }
energy:
logger: { default: warning }
`;

const time = '2025-01-01T00:00:00+00:00';

/** As the dialog of the MQTT integration leaves it. */
const mqttEntry = (port: number): object => ({
  ...{ domain: 'mqtt', title: 'broker', entry_id: '01JABCDEFGHJKMNPQRSTVWXYZ0', unique_id: null, version: 1, minor_version: 1 },
  ...{ data: { broker: '127.0.0.1', port }, options: {}, subentries: [], source: 'user', discovery_keys: {} },
  ...{ created_at: time, modified_at: time, disabled_by: null, pref_disable_new_entities: false, pref_disable_polling: false },
});

const startedHere = [/Skipping pip installation/, /zlib_ng and isal are not available/];

interface Socket {
  on(event: 'message', heard: (data: Buffer) => void): void;
  once(event: 'error' | 'open', heard: (error: Error) => void): void;
  send(text: string): void;
  close(): void;
}

const WebSocket = require('ws') as new (url: string) => Socket;

type Answer = {
  readonly type: string;
  readonly success?: boolean;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
};

const form = (fields: Record<string, string>): { method: string; body: URLSearchParams } => ({
  method: 'POST',
  body: new URLSearchParams(fields),
});

/** The first user is made as the browser does it at the first start. @returns a token */
async function onboard(url: string): Promise<string> {
  const user = { client_id: url, name: 'Test', username: 'test', password: 'only-here', language: 'en' };
  const made = await fetch(`${url}api/onboarding/users`, { method: 'POST', body: JSON.stringify(user) });
  const { auth_code: code } = (await made.json()) as { auth_code: string };
  const given = await fetch(`${url}auth/token`, form({ client_id: url, grant_type: 'authorization_code', code }));
  return ((await given.json()) as { access_token: string }).access_token;
}

/** One command on a connection of its own. */
const ask = (url: string, token: string, command: object): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}api/websocket`);
    socket.once('error', reject);
    socket.on('message', (data) => {
      const answer = JSON.parse(data.toString()) as Answer;
      if (answer.type === 'auth_required') socket.send(JSON.stringify({ type: 'auth', access_token: token }));
      else if (answer.type === 'auth_ok') socket.send(JSON.stringify({ id: 1, ...command }));
      else {
        socket.close();
        if (answer.success === true) resolve(answer.result);
        else reject(new Error(answer.error?.message ?? answer.type));
      }
    });
  });

/** Starts it before a broker; resolves when it runs. */
export async function startHomeAssistant(mqttPort: number): Promise<HomeAssistant> {
  const folder = mkdtempSync(join(root, 'tmp', 'home-assistant-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  mkdirSync(join(folder, '.storage'));
  writeFileSync(join(folder, 'configuration.yaml'), configuration(port));
  const entries = { version: 1, minor_version: 5, key: 'core.config_entries', data: { entries: [mqttEntry(mqttPort)] } };
  writeFileSync(join(folder, '.storage', 'core.config_entries'), JSON.stringify(entries));
  const args = [root, '/opt/home-assistant/bin/hass', '--config', `/tmp/${basename(folder)}`, '--skip-pip'];
  const ready = () =>
    fetch(`${url}api/onboarding`).then(
      ({ ok }) => ok,
      () => false,
    );
  const service = await start({
    name: 'Home Assistant',
    program: programPath('chroot') ?? 'chroot',
    port,
    folder,
    args,
    signal: 'SIGTERM',
    ready,
  });
  const token = await onboard(url);
  const command = (type: string, more: object = {}): Promise<unknown> => ask(url, token, { type, ...more });
  const running = (): Promise<void> => eventually(async () => ((await command('get_config')) as { state: string }).state === 'RUNNING');
  await running();
  const keyed = <T>(list: unknown, key: keyof T): ReadonlyMap<string, T> => new Map((list as T[]).map((item) => [String(item[key]), item]));
  return {
    ...service,
    resume: async () => {
      await service.resume();
      await running();
    },
    command,
    entities: async () => {
      const all = (await command('config/entity_registry/list')) as RegisteredEntity[];
      return keyed<RegisteredEntity>(
        all.filter(({ platform }) => platform === 'mqtt'),
        'unique_id',
      );
    },
    states: async () => keyed<EntityState>(await command('get_states'), 'entity_id'),
    complaints: () =>
      readFileSync(join(folder, 'server.log'), 'utf8')
        .split('\n')
        .filter((line) => / (WARNING|ERROR|CRITICAL) /.test(line) && !startedHere.some((known) => known.test(line))),
  };
}
