/**
 * "Test connection" of the meter dialog: one association with the fields of the dialog, then a release.
 *
 * Works on the deployed connection, so it queues like any other request and disturbs none. Nothing is kept.
 */
import type { NodeAPI } from 'node-red';
import { connectionNode, securityById } from './config-nodes';
import { lineOptions } from './line-settings';
import { associationFacts, costFacts, linkFacts } from './message';
import { meterOptions } from './meter-settings';
import { noSecurity } from './security-settings';
import { type Settings, text } from './setting-values';

/** A person waits at the dialog. */
const testDeadlineMs = 30_000;

/** @throws DlmsError what a message through the meter would end with */
export const testMeter = async (RED: NodeAPI, fields: Settings) => {
  const connection = connectionNode(RED, text(fields, 'connection', ''));
  const security = securityById(RED, text(fields, 'security', '')) ?? noSecurity;
  const options = meterOptions(fields, {}, 'meter', security);
  const signal = AbortSignal.timeout(testDeadlineMs);
  return connection.pool.use(lineOptions(connection.settings), signal, testDeadlineMs, async (line, deadlineMs) => {
    const meter = line.meter(options);
    try {
      const { association, link, info } = await meter.associate({ deadlineMs, signal });
      return { ...costFacts(info), association: associationFacts(association), link: linkFacts(link) };
    } finally {
      await meter.release({ deadlineMs: 3_000 });
    }
  });
};
