import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { platformMigrations } from '@quyu/host';
import type { Baseline, Finding } from '@quyu/migration-lint';
import { baselineOf, compareWithBaseline, lintMigrations } from '@quyu/migration-lint';
import { CliError } from '../cli-error.js';
import { findConfig, resolveGiven } from './find-root.js';
import { loadConfig } from './load-config.js';

/** What migrations broke before any release was upgraded from; beside `quyu.config.ts`. */
const BASELINE_FILE = 'migrations.baseline.json';

/** What to judge. */
interface LintRequest {
  /** The `quyu.config.ts` to use. Default: the nearest one upwards. */
  readonly config?: string | undefined;
  /** The file of the baseline. Default: {@link BASELINE_FILE} beside the configuration. */
  readonly baseline?: string | undefined;
  /** Whether the baseline is written anew instead of being compared with. */
  readonly accept: boolean;
}

/**
 * Judges the migrations of the host and of every plugin of a deployment.
 *
 * @returns what to say when there is nothing wrong.
 * @throws CliError with a line for each fault.
 */
export async function lintDeployment({ config, baseline: given, accept }: LintRequest): Promise<string> {
  const { plugins } = await loadConfig(config);
  const lists = [
    { owner: 'platform', migrations: platformMigrations },
    ...plugins.flatMap(({ spec }) => (spec.db ? [{ owner: spec.id, migrations: spec.db.migrations }] : [])),
  ];
  const found = await Promise.all(lists.map(({ owner, migrations }) => lintMigrations(owner, migrations)));
  const findings = found.flat();
  const path = given === undefined ? join(dirname(findConfig(config)), BASELINE_FILE) : resolveGiven(given);
  if (accept) await writeFile(path, `${JSON.stringify(baselineOf(findings), null, 2)}\n`);
  refuse(findings, await readBaseline(path, given !== undefined), path);
  const count = lists.reduce((sum, { migrations }) => sum + Object.keys(migrations).length, 0);
  const known = Object.keys(baselineOf(findings)).length;
  return `${count} migrations: ${count - known} suit a rolling upgrade, ${known} are in the baseline.`;
}

function refuse(findings: readonly Finding[], baseline: Baseline, path: string): void {
  const { fresh, stale } = compareWithBaseline(findings, baseline);
  const lines = [
    ...fresh.map(({ message }) => message),
    ...stale.map((each) => `${path}: ${each}: no migration breaks it any more; take it out`),
  ];
  if (lines.length > 0)
    throw new CliError(
      `${lines.length} fault(s) of migrations:\n${lines.join('\n')}`,
      'Change the migration, or waive the rule with a reason: docs/upgrades.md says how.',
    );
}

/** A deployment without the file has nothing to excuse. */
async function readBaseline(path: string, isGiven: boolean): Promise<Baseline> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (!isGiven && error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw new CliError(`${path} cannot be read.`, 'Name the file with --baseline.', { cause: error });
  }
  try {
    const value: unknown = JSON.parse(text);
    if (isBaseline(value)) return value;
  } catch {
    // Said below.
  }
  throw new CliError(
    `${path} is no baseline.`,
    'It is JSON: {"<service>/<migration>": ["<rule>"]}, as quyu migrate --lint names them.',
  );
}

function isBaseline(value: unknown): value is Baseline {
  const isRules = (each: unknown): boolean =>
    Array.isArray(each) && each.every((rule) => typeof rule === 'string');
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every(isRules)
  );
}
