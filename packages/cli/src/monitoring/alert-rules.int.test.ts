import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { ruleGroups } from './alert-rules.js';
import { type AlertCase, cases } from './testing/alert-cases.js';
import { alerts, specs } from './testing/pages.js';

const run = promisify(execFile);
/** Debian has it in the package `prometheus`. */
const isThere = await run('promtool', ['--version']).then(
  () => true,
  () => false,
);
if (!isThere) process.stderr.write('promtool is not installed: whether alerts fire is not tested\n');

test('every alert has a case in which it fires, and one in which it does not', () => {
  expect(cases.map(({ alert }) => alert).toSorted()).toEqual(alerts.map(({ name }) => name).toSorted());
});

/** One run of promtool for all, each in a world of its own: whether the alert fires at the end. */
function testOf({ alert, at }: AlertCase, series: AlertCase['fires'], firing: boolean) {
  return {
    name: `${alert} ${firing ? 'fires' : 'is quiet'}`,
    interval: '1m',
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    promql_expr_test: [
      {
        expr: `count(count by (alertname) (ALERTS{alertname="${alert}", alertstate="firing"}))`,
        eval_time: `${at}m`,
        exp_samples: firing ? [{ labels: '{}', value: 1 }] : [],
      },
    ],
  };
}

describe.runIf(isThere)('the alerts', () => {
  let folder: string;
  const file = (name: string): string => join(folder, name);
  const promtool = (...args: readonly string[]) => run('promtool', args, { timeout: 25_000 });
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quyu-alerts-'));
    await writeFile(file('rules.yaml'), stringify(ruleGroups(specs)));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const judge = async (name: string, tests: readonly object[]) => {
    await writeFile(file(name), stringify({ rule_files: ['rules.yaml'], evaluation_interval: '1m', tests }));
    return promtool('test', 'rules', file(name));
  };

  test('are rules that Prometheus takes, templates of their texts included', async () => {
    const { stdout } = await promtool('check', 'rules', file('rules.yaml'));
    expect(stdout).toContain(`${alerts.length} rules found`);
  });

  test('fire when they should, and only then', async () => {
    const tests = cases.flatMap((each) => [testOf(each, each.fires, true), testOf(each, each.quiet, false)]);
    const { stdout } = await judge('cases.yaml', tests);
    expect(stdout).toContain('SUCCESS');
  });

  test('that fired at the wrong time would be noticed', async () => {
    const [first] = cases;
    await expect(judge('wrong.yaml', [testOf(first!, first!.quiet, true)])).rejects.toThrow('Command failed');
    await expect(judge('wrong.yaml', [testOf(first!, first!.fires, false)])).rejects.toThrow(
      'Command failed',
    );
  });
});
