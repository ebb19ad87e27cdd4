import type { Judgement, Line } from '@quyu/plugin-kit';
import type { Territory, TerritoryLine } from '@quyu/territory-contracts';

/**
 * Judges the territories to add in their order, so that a parent may come earlier in the same request.
 *
 * @param known the model's territories that the lines name, by code.
 * @param levels how many levels the model has.
 */
export function judgeTerritories(
  known: ReadonlyMap<string, Territory>,
  lines: readonly Line<TerritoryLine>[],
  levels: number,
): readonly Judgement<Territory>[] {
  const soFar = new Map(known);
  return lines.map(({ value }) => {
    const judgement = judgeTerritory(soFar, value, levels);
    if (judgement.kind === 'new') soFar.set(value.code, judgement.value);
    return judgement;
  });
}

function judgeTerritory(
  known: ReadonlyMap<string, Territory>,
  { code, name, parentCode }: TerritoryLine,
  levels: number,
): Judgement<Territory> {
  const there = known.get(code);
  if (there) {
    const same = there.name === name && there.parentCode === (parentCode ?? null);
    return same ? { kind: 'unchanged' } : taken(code);
  }
  if (parentCode === undefined) {
    return { kind: 'new', value: { code, name, parentCode: null, level: 1, path: [code] } };
  }
  const parent = known.get(parentCode);
  if (!parent) return refuseParent('unknown_parent', `the model has no territory "${parentCode}" so far`);
  if (parent.level >= levels) {
    return refuseParent('too_deep', `"${parentCode}" is on the lowest of the model's ${levels} levels`);
  }
  const path = [...parent.path, code];
  return { kind: 'new', value: { code, name, parentCode, level: parent.level + 1, path } };
}

function refuseParent(code: string, message: string): Judgement<Territory> {
  return { kind: 'faulty', faults: [{ pointer: '/parentCode', code, message }] };
}

function taken(code: string): Judgement<Territory> {
  const message = `the model has a territory "${code}" with another name or parent`;
  return { kind: 'faulty', faults: [{ pointer: '/code', code: 'duplicate_code', message }] };
}
