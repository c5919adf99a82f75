/**
 * The integration tier: the examples of "2 - Integrations" in a real Node-RED, with the simulated meter before them and real
 * databases and brokers behind them. Ends with `N passed, N failed`.
 *
 *   npm run integration
 *   npm run integration -- postgres     only test files whose name begins so
 *
 * A server that is missing leaves its tests out, with a note; under CI=true that is a failure.
 */
import { existsSync } from 'node:fs';
import { mocha, testFiles } from './mocha.mjs';
import {
  homeAssistant,
  homeAssistantRoot,
  influxd2,
  integrationModules,
  integrationNodes,
  programs,
  sqliteModules,
  sqliteNode,
} from './peers.mjs';
import { end, part, prepare } from './tier.mjs';

const wanted = process.argv[2] ?? '';

/** Test files by the beginning of their name; `needs` are programs, `also` fetches what is more than that, `modules` has the nodes of others. */
const parts = [
  { label: 'servers', start: 'services', needs: ['mosquitto', 'redis-server', 'postgres', 'influxd'] },
  { label: 'PostgreSQL', start: 'postgres', needs: ['postgres'] },
  { label: 'SQLite', start: 'sqlite', needs: ['python3'], also: sqliteNode, modules: sqliteModules },
  { label: 'InfluxDB', start: 'influxdb', needs: ['influxd'] },
  { label: 'MQTT', start: 'mqtt', needs: ['mosquitto'] },
  { label: 'Home Assistant', start: 'homeassistant', needs: ['mosquitto'], also: homeAssistant },
  { label: 'fleet in several instances', start: 'fleet', needs: ['mosquitto', 'redis-server', 'postgres'] },
  { label: 'nightly billing run', start: 'billing', needs: [] },
  { label: 'dashboards', start: 'dashboards', needs: ['chromium'] },
];

await prepare();
for (const { label, start, needs, also, modules = integrationModules } of parts) {
  if (!start.startsWith(wanted)) continue;
  await part(
    label,
    async () => (await programs(...needs)) ?? (await integrationNodes()) ?? (await also?.()) ?? null,
    () =>
      mocha(
        `integration-${start}`,
        testFiles('integration').filter((file) => file.startsWith(`test/integration/${start}`)),
        {
          args: ['--timeout', '120000', '--retries', '1'],
          env: {
            INTEGRATION_MODULES: modules,
            HOME_ASSISTANT_ROOT: homeAssistantRoot,
            ...(existsSync(influxd2) ? { INFLUXD2: influxd2 } : {}),
          },
        },
      ),
  );
}
end();
