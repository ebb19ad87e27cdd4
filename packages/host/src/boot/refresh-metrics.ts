import type { Logger } from 'pino';
import { createGaugeReader } from '../telemetry/bus-gauges.js';
import { createFigureReader } from '../telemetry/figure-reader.js';
import type { Metrics } from '../telemetry/metrics.js';
import type { RunningPlugin } from './running-plugin.js';
import type { Messaging } from './start-messaging.js';

/** What refreshing takes besides the plugins. */
export interface RefreshParts {
  readonly metrics: Metrics;
  readonly messaging: Messaging;
  readonly log: Logger;
}

/** What is looked up when somebody asks for the metrics: the state of the bus, and the figures of the services. */
export function refreshOf(
  running: readonly RunningPlugin[],
  { metrics, messaging, log }: RefreshParts,
): () => Promise<void> {
  const gauges = createGaugeReader(metrics.gauges, () => messaging.watched(), log);
  const sources = running.flatMap(({ plugin: { spec }, database }) =>
    database ? [{ service: spec.id, figures: spec.figures, db: database.figures }] : [],
  );
  const clock = (): number => performance.now();
  const figures = createFigureReader({ registry: metrics.registry, sources, log, clock });
  return async () => {
    await Promise.all([gauges(), figures()]);
  };
}
