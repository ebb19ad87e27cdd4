import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findConfig } from '../../deployment/find-root.js';
import { loadConfig } from '../../deployment/load-config.js';
import { alertsOf } from '../alert-rules.js';
import { dashboardsOf } from '../dashboards.js';

const { plugins } = await loadConfig();
/** The specs of this repository's deployment. */
export const specs = plugins.map(({ spec }) => spec);
export const alerts = alertsOf(specs);
export const dashboards = dashboardsOf(specs);

/** Every expression that is shown or alerted on, with where it stands. */
export const expressions: readonly { readonly where: string; readonly expr: string }[] = [
  ...alerts.map(({ name, expr }) => ({ where: name, expr })),
  ...dashboards.flatMap(({ title, rows }) =>
    rows.flatMap(({ panels }) =>
      panels.flatMap((panel) =>
        panel.queries.map(({ expr }) => ({ where: `${title} / ${panel.title}`, expr })),
      ),
    ),
  ),
];

const DOCS = join(dirname(findConfig()), 'docs');

/** The runbooks by name, without `.md`. */
export async function readRunbooks(): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(join(DOCS, 'runbooks'));
  const texts = await Promise.all(names.map((name) => readFile(join(DOCS, 'runbooks', name), 'utf8')));
  return new Map(names.map((name, index) => [name.replace(/\.md$/, ''), texts[index]!]));
}

/** The labels of the platform's own metrics, as docs/observability.md has them. */
export async function documentedLabels(): Promise<ReadonlyMap<string, readonly string[]>> {
  const page = await readFile(join(DOCS, 'observability.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `(quyu_\w+)` \| ([\w, ]*)\|/gm)];
  return new Map(rows.map(([, name, labels]) => [name!, labels!.split(',').map((label) => label.trim())]));
}
