import { hash } from 'node:crypto';
import type { PluginSpec, ScopeRule } from '@quyu/plugin-kit';
import { workerRights } from './grants.js';
import { callerRoleOf, quoteName, roleOf, schemaOf } from './names.js';
import { PLATFORM_TABLES } from './platform-schema.js';
import { scopeSettingOf } from './scope-statement.js';

/** The policies' names: one lets the service work, one holds callers back. */
const SERVICE = 'quyu_service';
const CALLER = 'quyu_caller';

/**
 * What gives a plugin's tables their scope rules: rights and row-level security of the role that stands for limited callers. A
 * table of which nothing is said is hidden from it.
 *
 * @param tables the plugin's tables that are there (no views).
 * @throws TypeError when a rule is for a table that is not there, or would let a view see past the rules of its tables.
 */
export function scopeStatements(spec: PluginSpec, tables: readonly string[]): string[] {
  const rules = spec.db?.scopes ?? {};
  const [app, caller] = [roleOf(spec.id), callerRoleOf(spec.id)].map(quoteName) as [string, string];
  const schema = quoteName(schemaOf(spec.id));
  const at = (name: string): string => `${schema}.${quoteName(name)}`;
  const stray = Object.keys(rules).find((name) => rules[name]!.rule !== 'hidden' && !tables.includes(name));
  if (stray !== undefined) throw new TypeError(`the scope rule for "${stray}" is for no table of its schema`);
  return [
    `revoke all on all tables in schema ${schema} from ${caller}`,
    ...workerRights(schema, caller),
    ...tables.flatMap((name) => tableStatements(at(name), rules[name], { app, caller })),
  ];
}

function tableStatements(
  table: string,
  rule: ScopeRule | undefined,
  { app, caller }: { readonly app: string; readonly caller: string },
): string[] {
  const fresh = [SERVICE, CALLER].map((policy) => `drop policy if exists ${policy} on ${table}`);
  if (!isLimiting(rule)) {
    const open = rule?.rule === 'open' ? [`grant select on ${table} to ${caller}`] : [];
    return [...fresh, `alter table ${table} disable row level security`, ...open];
  }
  const condition = conditionOf(rule);
  return [
    ...fresh,
    `alter table ${table} enable row level security`,
    `create policy ${SERVICE} on ${table} to ${app} using (true) with check (true)`,
    `create policy ${CALLER} on ${table} to ${caller} using (${condition}) with check (${condition})`,
    `grant select, insert, update, delete on ${table} to ${caller}`,
  ];
}

type LimitingRule = Extract<ScopeRule, { rule: 'within' | 'where' }>;

function isLimiting(rule: ScopeRule | undefined): rule is LimitingRule {
  return rule?.rule === 'within' || rule?.rule === 'where';
}

function conditionOf(rule: LimitingRule): string {
  if (rule.rule === 'where') return rule.condition;
  const conditions = Object.entries(rule.conditions).map(
    ([kind, condition]) =>
      `(${idsOf(kind)} <> '{}' and (${condition.replaceAll('$scope', () => idsOf(kind))}))`,
  );
  return conditions.length > 0 ? conditions.join(' or ') : 'false';
}

/** Read once for a query; where nothing was set, no id. The cast keeps `any(...)` from taking it for a subquery. */
function idsOf(kind: string): string {
  const setting = `current_setting('${scopeSettingOf(kind)}', true)`;
  return `((select coalesce(nullif(${setting}, ''), '{}')::text[])::text[])`;
}

/** Tells one set of rules from another: kept in the database, it says whether the rules there are these. */
export function fingerprintOfRules(spec: PluginSpec, tables: readonly string[]): string {
  const rules = [RULES_VERSION, spec.db?.scopes ?? {}, tables, PLATFORM_TABLES];
  return hash('sha256', JSON.stringify(rules), 'base64url').slice(0, 16);
}

/** Raised when the same rules come to other statements. */
const RULES_VERSION = 1;
