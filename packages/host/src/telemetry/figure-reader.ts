import type { Erased, Figure, Figures } from '@quyu/plugin-kit';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { Counter, Gauge, type Registry } from 'prom-client';

/** A service whose figures are shown. */
export interface FigureSource {
  readonly service: string;
  readonly figures: Figures<Erased>;
  /** Reads with rights to everything, a statement at a time. */
  readonly db: Kysely<unknown>;
}

/** Settings of {@link createFigureReader}. */
export interface FigureReaderSettings {
  readonly registry: Registry;
  readonly sources: readonly FigureSource[];
  readonly log: Logger;
  /** Milliseconds that only go forward. */
  readonly clock: () => number;
}

/** Figures are read once in so long at most, however many scrapers there are, in milliseconds. */
const EVERY_MS = 60_000;
/** How long a scrape waits for a reading; a slower one is shown by the next scrape. */
const PATIENCE_MS = 2_000;

interface Shown {
  readonly service: string;
  readonly name: string;
  readonly figure: Figure<Erased>;
  readonly gauge: Gauge;
  readonly db: Kysely<unknown>;
}

/**
 * Shows the figures of services as gauges `quyu_<service>_<figure>`. A figure that cannot be read has no value then, and is counted;
 * asking never fails. Services are read at the same time, the figures of one after the other.
 *
 * @returns what brings the gauges up to date.
 * @throws Error when two figures come to the same name.
 */
export function createFigureReader(settings: FigureReaderSettings): () => Promise<void> {
  const { registry, clock } = settings;
  const services = settings.sources.map((source) => shownOf(source, registry));
  const failures = new Counter({
    name: 'quyu_figure_failures_total',
    help: 'Times that a figure of a service could not be read',
    labelNames: ['service', 'figure'],
    registers: [registry],
  });
  for (const { service, name } of services.flat()) failures.inc({ service, figure: name }, 0);
  const fail = ({ service, name }: Shown, error: unknown): void => {
    failures.inc({ service, figure: name });
    settings.log.warn({ err: error, plugin: service, figure: name }, 'a figure could not be read');
  };
  let startedAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<unknown> | undefined;
  return async () => {
    if (!reading && clock() - startedAt >= EVERY_MS) {
      startedAt = clock();
      reading = Promise.all(services.map((list) => readInTurn(list, fail)));
      void reading.finally(() => (reading = undefined));
    }
    if (reading) await patiently(reading);
  };
}

function shownOf({ service, figures, db }: FigureSource, registry: Registry): readonly Shown[] {
  return Object.entries(figures).map(([name, figure]) => {
    const gauge = new Gauge({
      name: `quyu_${service.replaceAll('-', '_')}_${name}`,
      help: figure.help.en,
      labelNames: figure.labels ?? [],
      registers: [registry],
    });
    clear(gauge, figure);
    return { service, name, figure, gauge, db };
  });
}

async function readInTurn(
  list: readonly Shown[],
  fail: (shown: Shown, error: unknown) => void,
): Promise<void> {
  for (const shown of list) {
    try {
      const rows = await shown.figure.read(shown.db);
      clear(shown.gauge, shown.figure);
      for (const row of rows) {
        const { value, ...labels } = row as { readonly value: number | string | bigint };
        shown.gauge.set(labels, Number(value));
      }
    } catch (error) {
      clear(shown.gauge, shown.figure);
      fail(shown, error);
    }
  }
}

/** A gauge without labels would otherwise say 0 where nothing is known. */
function clear(gauge: Gauge, { labels = [] }: Figure<Erased>): void {
  gauge.reset();
  if (labels.length === 0) gauge.remove();
}

async function patiently(reading: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS);
  });
  await Promise.race([reading, late]);
  clearTimeout(timer);
}
