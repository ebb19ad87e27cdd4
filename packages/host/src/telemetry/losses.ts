import { Counter, type Registry } from 'prom-client';

/** What was meant to be sent to a collector and is lost so far, by signal: `traces`, `metrics`, `logs`. */
export type Losses = () => Readonly<Record<string, number>>;

/** Shows what was lost; whoever counts it counts for itself. */
export function showLosses(registry: Registry, losses: Losses): void {
  const lost = new Counter({
    name: 'quyu_telemetry_lost_total',
    help: 'Spans, pushes of metrics and log lines that were meant for a collector and are lost',
    labelNames: ['signal'],
    registers: [],
    collect() {
      this.reset();
      for (const [signal, count] of Object.entries(losses())) this.inc({ signal }, count);
    },
  });
  registry.registerMetric(lost);
}
