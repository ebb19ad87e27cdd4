import { type Fault, platformErrors } from '@quyu/plugin-kit';
import type { AlignmentDraft } from '@quyu/territory-contracts';
import type { AlignmentProblem } from './align.js';
import { buildGraph, type Graph, spreadDistances } from './graph.js';

export { alignAtOnce, type AlignmentProblem, type AlignmentResult } from './align.js';
export { buildGraph } from './graph.js';
export { qualityOf } from './quality.js';

/** Pairs of codes that touch, by the name of the neighbourhood. */
type Neighbourhood = (name: 'china-cities') => readonly (readonly [string, string])[];

const DIVISION = 'geo.division';

/** The attribute that the units' codes are values of. */
export function attributeOf({ attribute = DIVISION }: Pick<AlignmentDraft, 'attribute'>): string {
  return attribute;
}

/** What a division's codes begin with, e.g. `3301` for all of 330100; other attributes are compared as a whole. */
export function prefixOf(code: string): string {
  return code.length === 6 ? code.replace(/(00)+$/, '') : code;
}

/**
 * Makes numbers of a draft.
 *
 * @throws Problem INVALID_REQUEST with the path of everything that cannot be aligned.
 */
export function problemOf(draft: AlignmentDraft, neighbourhood: Neighbourhood): AlignmentProblem {
  const numbers = new Map(draft.units.map(({ code }, unit) => [code, unit]));
  refuse([...unitFaults(draft, numbers), ...edgeFaults(draft, numbers), ...centreFaults(draft, numbers)]);
  const given = draft.edges?.map(({ from, to }) => [from, to] as const);
  const pairs = given ?? (draft.touching ? neighbourhood(draft.touching) : []);
  const edges = pairs.flatMap(([from, to]) => pairOf(numbers.get(from), numbers.get(to)));
  const graph = buildGraph(draft.units.length, edges);
  refuse(connectionFaults(draft, graph));
  return {
    graph,
    measures: [
      Float64Array.from(draft.units, ({ potential }) => potential),
      Float64Array.from(draft.units, ({ workload }) => workload),
    ],
    territories: draft.territories,
    centres: (draft.centres ?? []).flatMap((code) => numbers.get(code) ?? []),
    seed: draft.seed ?? 1,
  };
}

function pairOf(from: number | undefined, to: number | undefined): readonly (readonly [number, number])[] {
  return from === undefined || to === undefined ? [] : [[from, to]];
}

type Numbers = ReadonlyMap<string, number>;

function unitFaults(draft: AlignmentDraft, numbers: Numbers): readonly Fault[] {
  const { units, territories } = draft;
  const faults = units.flatMap(({ code }, unit): readonly Fault[] => {
    const pointer = `/body/units/${unit}/code`;
    if (numbers.get(code) !== unit)
      return [{ pointer, code: 'duplicate_code', message: `another unit has the code "${code}" too` }];
    const above = attributeOf(draft) === DIVISION ? unitAbove(code, numbers) : undefined;
    if (above === undefined) return [];
    return [{ pointer, code: 'overlapping_units', message: `"${code}" lies in the unit "${above}"` }];
  });
  if (territories <= units.length) return faults;
  const message = `${territories} territories cannot be made of ${units.length} units`;
  return [...faults, { pointer: '/body/territories', code: 'too_many', message }];
}

function unitAbove(code: string, numbers: Numbers): string | undefined {
  const prefix = prefixOf(code);
  const shorter = [2, 4, 6].filter((digits) => digits < prefix.length);
  return shorter.map((digits) => prefix.slice(0, digits).padEnd(6, '0')).find((above) => numbers.has(above));
}

function edgeFaults({ edges, touching }: AlignmentDraft, numbers: Numbers): readonly Fault[] {
  if ((edges === undefined) === (touching === undefined)) {
    const message = 'say which units touch: either by edges or by touching';
    return [{ pointer: '/body/edges', code: 'edges_or_touching', message }];
  }
  return (edges ?? []).flatMap((edge, index) =>
    (['from', 'to'] as const)
      .filter((end) => !numbers.has(edge[end]))
      .map((end) => ({
        pointer: `/body/edges/${index}/${end}`,
        code: 'unknown_unit',
        message: `there is no unit "${edge[end]}"`,
      })),
  );
}

function centreFaults({ centres = [], territories }: AlignmentDraft, numbers: Numbers): readonly Fault[] {
  const faults = centres.flatMap((code, index): readonly Fault[] => {
    const pointer = `/body/centres/${index}`;
    if (!numbers.has(code)) return [{ pointer, code: 'unknown_unit', message: `there is no unit "${code}"` }];
    if (centres.indexOf(code) === index) return [];
    return [{ pointer, code: 'duplicate_code', message: `"${code}" is a centre already` }];
  });
  if (centres.length <= territories) return faults;
  const message = `${centres.length} centres are more than ${territories} territories`;
  return [...faults, { pointer: '/body/centres', code: 'too_many', message }];
}

function connectionFaults({ units }: AlignmentDraft, graph: Graph): readonly Fault[] {
  const distances = new Int32Array(graph.size).fill(-1);
  spreadDistances(graph, [0], distances);
  const apart = distances.indexOf(-1);
  if (apart === -1) return [];
  const left = distances.reduce((sum, each) => sum + (each === -1 ? 1 : 0), 0);
  const message = `no way leads from "${units[0]!.code}" to "${units[apart]!.code}" (${left} units are cut off): add the edges that join them, or align the parts one by one`;
  return [{ pointer: `/body/units/${apart}`, code: 'disconnected', message }];
}

/** More would not be read. */
const MOST_FAULTS = 100;

function refuse(faults: readonly Fault[]): void {
  const [first] = faults;
  if (!first) return;
  const errors = faults.slice(0, MOST_FAULTS);
  throw platformErrors.INVALID_REQUEST({ detail: `${first.pointer}: ${first.message}`, errors });
}
