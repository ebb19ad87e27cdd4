import type { PluginMigration } from '@quyu/plugin-kit';
import { parse } from 'libpg-query';
import { type Progress, judgeStatement } from './judge-statement.js';
import { recordStatements } from './record-statements.js';
import { RULES, type Rule } from './rules.js';

/** A statement of a migration that breaks a rule of rolling upgrades. */
export interface Finding {
  /** Whose migration it is, e.g. `partner`; `platform` for the host's own. */
  readonly owner: string;
  readonly migration: string;
  /** Which statement of it, from 1; 0 for the migration as a whole. */
  readonly statement: number;
  readonly rule: Rule | 'idle-waiver';
  /** The whole message: where, what, why, and what to do instead. */
  readonly message: string;
}

/**
 * Judges migrations as they would run while replicas of the previous release still work. Nothing is connected to.
 *
 * A table that the same migration makes may be treated freely. What a migration waives is left out; a waiver that nothing needs, or
 * of a rule that does not exist, is a finding itself.
 *
 * @example const findings = await lintMigrations('partner', partner.spec.db.migrations);
 */
export async function lintMigrations(
  owner: string,
  migrations: Readonly<Record<string, PluginMigration>>,
): Promise<readonly Finding[]> {
  const names = Object.keys(migrations).toSorted();
  const each = names.map((name) => lintOne(owner, name, migrations[name]!));
  return (await Promise.all(each)).flat();
}

async function lintOne(owner: string, name: string, migration: PluginMigration): Promise<Finding[]> {
  const waivers = migration.waivers ?? {};
  const found = await judgeAll(owner, name, migration);
  const needed = new Set<string>(found.map(({ rule }) => rule));
  const idle = Object.keys(waivers).filter((rule) => !needed.has(rule));
  return [
    ...found.filter(({ rule }) => !(rule in waivers)),
    ...idle.map((rule) => ({
      owner,
      migration: name,
      statement: 0,
      rule: 'idle-waiver' as const,
      message: `${owner} ${name}: it waives "${rule}", which ${rule in RULES ? 'it does not break' : 'is no rule'}; leave the waiver out`,
    })),
  ];
}

async function judgeAll(owner: string, migration: string, plan: PluginMigration): Promise<Finding[]> {
  const finding = (statement: number, rule: Rule, text: string, more = ''): Finding => {
    const { why, instead } = RULES[rule];
    const place = statement > 0 ? `, statement ${statement}` : '';
    const message = `${owner} ${migration}${place}: ${rule}: "${shorten(text)}": ${why}${more}. Instead: ${instead}`;
    return { owner, migration, statement, rule, message };
  };
  let statements: readonly string[];
  try {
    statements = await recordStatements(plan);
  } catch (error) {
    return [finding(0, 'unreadable', migration, ` (${messageOf(error)})`)];
  }
  const progress: Progress = {
    outside: plan.outsideTransaction === true,
    made: new Set(),
    added: new Set(),
    cleared: new Set(),
  };
  const findings: Finding[] = [];
  for (const [index, text] of statements.entries()) {
    try {
      const { stmts = [] } = await parse(text);
      const rules = stmts.flatMap(({ stmt }) => (stmt ? judgeStatement(stmt, progress) : []));
      findings.push(...[...new Set(rules)].map((rule) => finding(index + 1, rule, text)));
    } catch (error) {
      findings.push(finding(index + 1, 'unreadable', text, ` (${messageOf(error)})`));
    }
  }
  return findings;
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
