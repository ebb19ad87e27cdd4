import { expect } from 'vitest';
import type { TestHost } from '../test-host.js';

/** The values of all metrics at one moment: by name, and within it by labels. */
export interface MetricValues {
  readonly text: string;
  /** The sum of all series of a metric whose labels are at least these. */
  of(metric: string, labels?: Readonly<Record<string, string>>): number;
}

/** Reads `/metrics` as a scraper with a token does. */
export async function readMetrics(app: TestHost): Promise<MetricValues> {
  const headers = { authorization: `Bearer ${await app.token()}` };
  const answer = await fetch(`${app.url}/metrics`, { headers });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('text/plain');
  const text = await answer.text();
  return { text, of: (metric, labels = {}) => sumOf(text, metric, labels) };
}

function sumOf(text: string, metric: string, labels: Readonly<Record<string, string>>): number {
  const isSeries = (line: string): boolean => line.startsWith(`${metric}{`) || line.startsWith(`${metric} `);
  const lines = text.split('\n').filter(isSeries);
  const all = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  const found = lines.filter((line) => all.every((label) => line.includes(label)));
  return found.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}

/** Names of the product's own metrics, as a scraper finds them: a histogram by what it counts. */
export function ownMetrics({ text }: MetricValues): readonly string[] {
  const types = [...text.matchAll(/^# TYPE (quyu_\S+) (\S+)$/gm)];
  return types.map(([, name, type]) => (type === 'histogram' ? `${name}_count` : `${name}`));
}
