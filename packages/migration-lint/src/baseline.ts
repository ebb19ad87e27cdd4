import type { Finding } from './lint-migrations.js';

/** Rules that migrations broke before any release was upgraded from, by `<owner>/<migration>`. */
export type Baseline = Readonly<Record<string, readonly string[]>>;

/** How findings compare with a baseline. */
export interface Compared {
  /** What the baseline does not know. */
  readonly fresh: readonly Finding[];
  /** What the baseline has and no migration breaks any more, as `<owner>/<migration>: <rule>`. */
  readonly stale: readonly string[];
}

/** The baseline that these findings would be. @example writeFile(file, JSON.stringify(baselineOf(findings), null, 2)) */
export function baselineOf(findings: readonly Finding[]): Baseline {
  const rules = new Map<string, Set<string>>();
  for (const { owner, migration, rule } of findings) {
    const key = `${owner}/${migration}`;
    rules.set(key, (rules.get(key) ?? new Set()).add(rule));
  }
  const keys = [...rules.keys()].toSorted();
  return Object.fromEntries(keys.map((key) => [key, [...(rules.get(key) ?? [])].toSorted()]));
}

/** Compares findings with a baseline: it may shrink, never hide anything new. */
export function compareWithBaseline(findings: readonly Finding[], baseline: Baseline): Compared {
  const now = baselineOf(findings);
  const stale = Object.entries(baseline).flatMap(([key, rules]) =>
    rules.filter((rule) => !now[key]?.includes(rule)).map((rule) => `${key}: ${rule}`),
  );
  const isKnown = ({ owner, migration, rule }: Finding): boolean =>
    baseline[`${owner}/${migration}`]?.includes(rule) ?? false;
  return { fresh: findings.filter((finding) => !isKnown(finding)), stale };
}
