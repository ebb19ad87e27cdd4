import type { Component, EarningComponent, Modifier, PayoutPoint, Tier } from '@quyu/incentive-contracts';
import type { Fault } from '@quyu/plugin-kit';

/** No amount can be more than what a bigint column holds, with room for a sum of a few. */
export const MOST_MINOR_UNITS = 9_000_000_000_000_000_000n;

type Of<K extends Component['kind']> = Extract<Component, { readonly kind: K }>;

/** What is wrong with a component for itself, at pointers that start at the component. */
export function earningFaults(
  component: Exclude<EarningComponent, { kind: 'custom' }>,
  maxRateBp: number,
): readonly Fault[] {
  return [
    ...kindFaults(component),
    ...rateFaults(component, maxRateBp),
    ...inlineFaults(component),
    ...measureFaults(component),
  ];
}

function kindFaults(component: Exclude<EarningComponent, { kind: 'custom' }>): readonly Fault[] {
  switch (component.kind) {
    case 'tiered':
      return [...tierFaults(component.tiers), ...tiersBeyondCap(component)];
    case 'attainment-bonus':
      return [...curveFaults(component.curve), ...quotaFaults(component)];
    case 'year-end-bonus':
      return (component.rateBp === undefined) === (component.amount === undefined)
        ? [fault('', 'rate_or_amount', 'must name either rateBp or amount')]
        : [];
    case 'flat':
    case 'unit-award':
    case 'growth-rebate':
    case 'ranking-award':
      return [];
  }
}

function tierFaults(tiers: readonly Tier[]): readonly Fault[] {
  return tiers.flatMap(({ from }, index) => {
    const pointer = `/tiers/${index}/from`;
    if (index === 0)
      return from === '0' ? [] : [fault(pointer, 'not_zero', 'the first tier must begin at 0')];
    const below = tiers[index - 1]!.from;
    return BigInt(from) > BigInt(below) ? [] : [fault(pointer, 'not_rising', `must be above ${below}`)];
  });
}

/** A marginal tier is out of reach when the tiers below it alone already earn all that a cap lets through. */
function tiersBeyondCap({ mode, basis, tiers, cap }: Of<'tiered'>): readonly Fault[] {
  if (!cap || cap.excess === 'later' || mode !== 'marginal' || basis !== 'period') return [];
  let earned = 0n;
  return tiers.flatMap(({ from }, index) => {
    const below = tiers[index - 1];
    if (below) earned += (BigInt(from) - BigInt(below.from)) * BigInt(below.rateBp);
    if (!below || earned < BigInt(cap.amount) * 10_000n) return [];
    const message = `is never reached: the tiers below it earn the cap "${cap.code}" of ${cap.amount} already`;
    return [fault(`/tiers/${index}`, 'beyond_cap', message)];
  });
}

function curveFaults(curve: readonly PayoutPoint[]): readonly Fault[] {
  return curve.flatMap(({ attainmentBp }, index) => {
    const below = curve[index - 1]?.attainmentBp ?? -1;
    if (attainmentBp > below) return [];
    return [fault(`/curve/${index}/attainmentBp`, 'not_rising', `must be above ${below}`)];
  });
}

function quotaFaults(component: Of<'attainment-bonus'>): readonly Fault[] {
  const { rateBp, target, quotas, prorated, prorateQuotas } = component;
  const weight = quotas?.reduce((sum, { weightBp }) => sum + weightBp, 0) ?? 10_000;
  return [
    ...((rateBp === undefined) === (target === undefined)
      ? [fault('', 'rate_or_target', 'must name either rateBp or target')]
      : []),
    ...(quotas && quotas.length > 1 && target === undefined
      ? [
          fault(
            '/quotas',
            'needs_target',
            'with several quota sets the bonus must be on a target, not on a quota',
          ),
        ]
      : []),
    ...(prorated && prorateQuotas && target === undefined
      ? [fault('/prorated', 'prorated_twice', 'the bonus is a rate on quotas that are prorated already')]
      : []),
    ...(weight === 10_000
      ? []
      : [fault('/quotas', 'weights_not_whole', `weights sum to ${weight}, not to 10000`)]),
  ];
}

function rateFaults(
  component: Exclude<EarningComponent, { kind: 'custom' }>,
  maxRateBp: number,
): readonly Fault[] {
  const over = (pointer: string, rateBp: number | undefined): Fault[] =>
    rateBp !== undefined && rateBp > maxRateBp
      ? [
          fault(
            pointer,
            'rate_over_limit',
            `${rateBp} is above the limit of ${maxRateBp} (INCENTIVE_MAX_RATE_BP)`,
          ),
        ]
      : [];
  if (component.kind === 'tiered')
    return component.tiers.flatMap(({ rateBp }, index) => over(`/tiers/${index}/rateBp`, rateBp));
  return over('/rateBp', 'rateBp' in component ? component.rateBp : undefined);
}

/** A rate in basis points is a share of money: of units or orders it would be none. */
function measureFaults(component: Exclude<EarningComponent, { kind: 'custom' }>): readonly Fault[] {
  const { kind, payee, measure = {} } = component;
  const faults: Fault[] = [];
  if (SHARES.has(kind) && measure.of !== undefined && measure.of !== 'amount')
    faults.push(fault('/measure/of', 'not_money', 'a rate needs amounts'));
  if (kind === 'unit-award' && measure.of === 'amount')
    faults.push(fault('/measure/of', 'not_units', 'an award a unit needs a quantity or orders'));
  if (payee === 'partner' && measure.credit !== undefined && measure.credit !== 'own')
    faults.push(
      fault('/measure/credit', 'no_such_credit', 'partners are credited with nothing but their own'),
    );
  return faults;
}

const SHARES = new Set<string>(['flat', 'tiered', 'growth-rebate']);

function inlineFaults({ floor, cap }: Exclude<EarningComponent, { kind: 'custom' }>): readonly Fault[] {
  if (!floor || !cap || BigInt(floor.amount) <= BigInt(cap.amount)) return [];
  return [fault('/floor/amount', 'above_cap', `is above the cap of ${cap.amount}`)];
}

/** What is wrong with what a modifier works on, given the codes before it and all of the plan. */
export function modifierFaults(
  { on }: Modifier,
  before: readonly string[],
  all: readonly string[],
): readonly Fault[] {
  if (before.length === 0) return [fault('', 'nothing_before', 'there is no component before it to work on')];
  return (on ?? []).flatMap((code, index) => {
    if (before.includes(code)) return [];
    const message = all.includes(code)
      ? `"${code}" does not come before it`
      : `no component has the code "${code}"`;
    return [fault(`/on/${index}`, all.includes(code) ? 'not_before' : 'unknown_component', message)];
  });
}

/** Amounts above what a sum can hold, wherever they are in a component. */
export function amountFaults(value: unknown, pointer = ''): readonly Fault[] {
  if (typeof value === 'string')
    return /^\d{19,}$/.test(value) && BigInt(value) > MOST_MINOR_UNITS
      ? [
          fault(
            pointer,
            'beyond_range',
            `is above ${MOST_MINOR_UNITS} minor units, the most that can be kept exactly`,
          ),
        ]
      : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => amountFaults(each, `${pointer}/${name}`));
}

export function fault(pointer: string, code: string, message: string): Fault {
  return { pointer, code, message };
}
