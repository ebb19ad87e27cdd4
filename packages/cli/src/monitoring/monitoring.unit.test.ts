import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { findConfig } from '../deployment/find-root.js';
import { createProgram } from '../program.js';
import { type Alert, ruleOf, runbookOf } from './alert.js';
import { BROKER_STORE_GIB } from './bus-alerts.js';
import { grafanaJson } from './dashboard.js';
import { alerts, dashboards, expressions, readRunbooks } from './testing/pages.js';
import { readPromql } from './testing/read-promql.js';

describe('every alert', () => {
  test('has a name of its own, and a runbook; each runbook belongs to an alert', async () => {
    const pages = alerts.map(({ name }) => runbookOf(name));
    expect(new Set(pages).size).toBe(alerts.length);
    expect([...(await readRunbooks()).keys()].toSorted()).toEqual(pages.toSorted());
  });

  test.each(alerts.map((alert) => [alert.name, alert] as const))('%s says what is wrong and where to read on', (_, alert: Alert) => {
    const { annotations, labels } = ruleOf(alert);
    expect(annotations.runbook_url).toMatch(/\/docs\/runbooks\/[a-z-]+\.md$/);
    expect(annotations.summary_zh).toMatch(/\p{Script=Han}/u);
    expect(labels.severity).toMatch(/^(critical|warning)$/);
    const { groupedBy, made, metrics } = readPromql(alert.expr);
    const known = new Set([...groupedBy, ...made, ...metrics.flatMap((metric) => metric.labels)]);
    for (const [, label] of annotations.summary.matchAll(/\$labels\.(\w+)/g)) expect(known).toContain(label);
  }); // prettier-ignore

  test('about the store of the broker goes by what the broker may store', async () => {
    const path = join(dirname(findConfig()), 'deploy/kubernetes/base/nats/nats.conf');
    expect(await readFile(path, 'utf8')).toContain(`max_file_store: ${BROKER_STORE_GIB}GB`);
  });
});

describe('every runbook', async () => {
  const pages = [...(await readRunbooks())];

  test.each(pages)('%s says what it means, how to look, what to do and what not', (_, text) => {
    const parts = text.match(/^(\*\*What it means\.\*\*|## .*)/gm);
    expect(parts).toEqual(['**What it means.**', '## How to look', '## What to do', '## What not to do']);
  });

  test.each(pages)('%s names only commands and pages that exist', async (_, text) => {
    const commands = [...text.matchAll(/(?:^ {4}|`)quyu ([^`\n]+)/gm)].map(([, rest]) => rest!);
    expect(commands.flatMap((command) => faultOf(command) ?? [])).toEqual([]);
    for (const [, page] of text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g))
      expect(await readFile(join(dirname(findConfig()), 'docs/runbooks', page!), 'utf8')).toContain('#');
  });

  test('would be noticed that names another', () => {
    expect(faultOf('events fetch')).toContain('fetch');
    expect(faultOf('events lag --everything')).toContain('--everything');
    expect(faultOf('relay <service>')).toBeUndefined();
  });
});

/** Names of database sessions look like commands. */
const SESSIONS = /^(relay|audit) (<service>|%)/;

function faultOf(command: string): string | undefined {
  if (SESSIONS.test(command)) return undefined;
  let at: Command = createProgram();
  for (const word of command.replaceAll(/"[^"]*"/g, 'text').split(' ')) {
    const next = at.commands.find((each) => each.name() === word);
    if (next) at = next;
    else if (word.startsWith('--') && !at.options.some(({ long }) => long === word))
      return `"quyu ${command}": ${word} is no option`;
    else if (at.commands.length > 0) return `"quyu ${command}": ${word} is no command`;
  }
  return undefined;
}

describe('every dashboard', () => {
  test('has a uid and a title of its own', () => {
    expect(new Set(dashboards.map(({ uid }) => uid)).size).toBe(dashboards.length);
    expect(new Set(dashboards.map(({ title }) => title)).size).toBe(dashboards.length);
  });

  test.each(dashboards.map((page) => [page.title, page] as const))(
    '%s has panels with ids of their own that do not overlap, each asking the chosen Prometheus',
    (_, page) => {
      const { panels, templating } = JSON.parse(grafanaJson(page)) as Grafana;
      expect(templating.list).toMatchObject([{ name: 'datasource', type: 'datasource' }]);
      expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
      const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
        Array.from({ length: w * h }, (_each, n) => `${x + (n % w)},${y + Math.floor(n / w)}`),
      );
      expect(new Set(cells).size).toBe(cells.length);
      for (const panel of panels.filter(({ type }) => type !== 'row')) {
        expect(panel.datasource).toEqual({ type: 'prometheus', uid: '${datasource}' });
        expect(panel.description).toMatch(/\p{Script=Han}/u);
        expect(panel.targets?.length).toBeGreaterThan(0);
      }
    },
  );
});

interface Grafana {
  readonly templating: { readonly list: readonly object[] };
  readonly panels: readonly {
    readonly id: number;
    readonly type: string;
    readonly description?: string;
    readonly datasource?: object;
    readonly targets?: readonly object[];
    readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  }[];
}

describe('every expression', () => {
  test.each(expressions.map(({ where, expr }) => [where, expr]))('of %s is PromQL', (_, expr) => {
    expect(readPromql(expr).metrics.length).toBeGreaterThan(0);
  });

  test('would be noticed that is none', () => {
    expect(() => readPromql('sum by (service) (rate(quyu_jobs[5m])')).toThrow(SyntaxError);
    expect(() => readPromql('quyu_jobs >')).toThrow(SyntaxError);
  });
});
