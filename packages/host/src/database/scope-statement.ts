import type { PluginSpec, Scope } from '@quyu/plugin-kit';
import { callerRoleOf } from './names.js';
import type { Statement } from './run-together.js';

/** The kinds of scope by which a plugin limits its rows, in one order. */
export function scopeKindsOf(spec: Pick<PluginSpec, 'db'>): readonly string[] {
  const rules = Object.values(spec.db?.scopes ?? {});
  const kinds = rules.flatMap((rule) => (rule.rule === 'within' ? Object.keys(rule.conditions) : []));
  return [...new Set(kinds)].toSorted();
}

/** The setting that holds the granted ids of a kind of scope while a transaction lasts. */
export function scopeSettingOf(kind: string): string {
  return `quyu.scope_${kind.replaceAll('-', '_')}`;
}

/**
 * Makes what a transaction begins with.
 *
 * @returns a function that gives, for a limited scope, the statement by which the transaction acts as the role that row-level
 * security holds back, and names what it may see; nothing for everything.
 * @example const opening = openingOf(spec, currentScope); await runTogether(client, [BEGIN, ...opening()]);
 */
export function openingOf(
  spec: Pick<PluginSpec, 'id' | 'db'>,
  scopeNow: () => Scope,
): () => readonly Statement[] {
  const kinds = scopeKindsOf(spec);
  const role = `set_config('role', '${callerRoleOf(spec.id)}', true)`;
  const settings = kinds.map((kind, index) => `set_config('${scopeSettingOf(kind)}', $${index + 1}, true)`);
  const text = `select ${[role, ...settings].join(', ')}`;
  return () => {
    const scope = scopeNow();
    if (scope === 'everything') return [];
    const values = kinds.map((kind) => arrayLiteralOf(scope.within[kind] ?? []));
    return [{ name: 'quyu-scope', text, values }];
  };
}

/** A list as Postgres writes a `text[]`. */
function arrayLiteralOf(texts: readonly string[]): string {
  const quoted = texts.map((text) => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`);
  return `{${quoted.join(',')}}`;
}
