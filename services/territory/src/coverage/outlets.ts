import { type Fault, type Judgement, judgeReplacements, type Line } from '@quyu/plugin-kit';
import type { CarriageLine, Outlet, OutletLine } from '@quyu/territory-contracts';
import type { Dimensions } from '../dimensions/dimensions.js';
import { attributeFaults } from '../places/places.js';

/** What is told of an outlet, without the place that a model gives it. */
export type OutletContent = Pick<
  Outlet,
  'code' | 'name' | 'attributes' | 'productLines' | 'opensOn' | 'closesOn'
>;

/** Judges outlets in their order: a code that is known already and has other content is a change of that outlet. */
export function judgeOutlets(
  known: ReadonlyMap<string, OutletContent>,
  lines: readonly Line<OutletLine>[],
  dimensions: Pick<Dimensions, 'objectionTo'>,
): readonly Judgement<OutletContent>[] {
  return judgeReplacements(known, lines, {
    keyOf: ({ code }) => code,
    valueOf: contentOf,
    faultsOf: (line) => [...attributeFaults(line.attributes, '/attributes', dimensions), ...dateFaults(line)],
  });
}

function contentOf({ code, name, attributes, productLines, opensOn, closesOn }: OutletLine): OutletContent {
  const lines = [...new Set(productLines)].toSorted();
  return {
    code,
    name,
    attributes,
    productLines: lines,
    opensOn: opensOn ?? null,
    closesOn: closesOn ?? null,
  };
}

function dateFaults({ opensOn, closesOn }: OutletLine): readonly Fault[] {
  if (opensOn === undefined || closesOn === undefined || opensOn <= closesOn) return [];
  const message = `${closesOn} is before opensOn, ${opensOn}`;
  return [{ pointer: '/closesOn', code: 'reversed_dates', message }];
}

/** Names an observation: there is one of an outlet, a product line and a day. */
export function carriageKeyOf({ outletCode, productLine, observedOn }: CarriageLine): string {
  return JSON.stringify([outletCode, productLine, observedOn]);
}

/**
 * Judges observations in their order; a later line of the same outlet, product line and day corrects the earlier one.
 *
 * @param outlets those of the lines' outlets that are registered.
 */
export function judgeCarriage(
  known: ReadonlyMap<string, CarriageLine>,
  lines: readonly Line<CarriageLine>[],
  outlets: ReadonlySet<string>,
): readonly Judgement<CarriageLine>[] {
  return judgeReplacements(known, lines, {
    keyOf: carriageKeyOf,
    valueOf: (line) => line,
    faultsOf: ({ outletCode }) => (outlets.has(outletCode) ? [] : [unknownOutlet(outletCode)]),
  });
}

function unknownOutlet(code: string): Fault {
  return { pointer: '/outletCode', code: 'unknown_outlet', message: `there is no outlet "${code}"` };
}
