import type {
  AlignedTerritory,
  AlignmentDraft,
  Condition,
  RuleLine,
  Territory,
} from '@quyu/territory-contracts';
import { attributeOf, prefixOf } from './alignment.js';

/** Names of the levels of a model that was proposed. */
export const PROPOSAL_LEVELS = ['Market 市场', 'Territory 区域'];
const ROOT = 'all';
const PRIORITY = 100;
/** As many parts as a group may have. */
const GROUP = 500;

/** The territories of a result, named after the unit with the most potential in each. */
export function territoriesOf(draft: AlignmentDraft, territoryOf: Int32Array): readonly AlignedTerritory[] {
  const members: AlignmentDraft['units'][number][][] = Array.from({ length: draft.territories }, () => []);
  draft.units.forEach((unit, index) => members[territoryOf[index]!]!.push(unit));
  const digits = String(draft.territories).length;
  return members.map((units, index) => {
    const leading = units.reduce((most, unit) => (unit.potential > most.potential ? unit : most));
    return {
      code: `T${String(index + 1).padStart(digits, '0')}`,
      name: units.length === 1 ? leading.name : `${leading.name} +${units.length - 1}`,
      potential: units.reduce((sum, { potential }) => sum + potential, 0),
      workload: units.reduce((sum, { workload }) => sum + workload, 0),
      unitCodes: units.map(({ code }) => code),
    };
  });
}

/** A model's content: all territories below one, each with a rule that takes the accounts in its units. */
export function contentOf(
  draft: AlignmentDraft,
  aligned: readonly AlignedTerritory[],
): { readonly territories: readonly Territory[]; readonly rules: readonly RuleLine[] } {
  const root = { code: ROOT, name: draft.modelName, parentCode: null, level: 1, path: [ROOT] };
  const territories = aligned.map(({ code, name }) => ({
    code,
    name: name.slice(0, 200),
    parentCode: ROOT,
    level: 2,
    path: [ROOT, code],
  }));
  const rules = aligned.map(({ code, unitCodes }) => ({
    code,
    territoryCode: code,
    priority: PRIORITY,
    condition: conditionOf(attributeOf(draft), unitCodes),
  }));
  return { territories: [root, ...territories], rules };
}

function conditionOf(attribute: string, unitCodes: readonly string[]): Condition {
  const tests: readonly Condition[] =
    attribute === 'geo.division'
      ? unitCodes.map((code) => ({ attribute, op: 'prefix', value: prefixOf(code) }))
      : [...chunksOf(unitCodes)].map((values) => ({ attribute, op: 'in', values }));
  const groups = [...chunksOf(tests)].map((any): Condition => ({ any }));
  return groups.length === 1 ? groups[0]! : { any: groups };
}

function* chunksOf<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += GROUP) yield all.slice(at, at + GROUP);
}
