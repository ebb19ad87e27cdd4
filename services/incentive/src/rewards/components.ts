import type { Component, CustomComponent, PayoutPoint, Tier } from '@quyu/incentive-contracts';
import type { Fault } from '@quyu/plugin-kit';
import type { Calculator, ComponentType } from '../extension-points.js';
import { attainmentBonus, type Corner, payoutBp, stretchOf } from '../calculation/attainment.js';
import { fractionText } from '../calculation/fraction.js';
import { growthRebate, hasGrown } from '../calculation/growth.js';
import { earnMarginal, type RateTier, slicesOf } from '../calculation/tiers.js';

/** The types of components that modules have added, by name. */
export type ComponentTypes = ReadonlyMap<string, ComponentType>;

/** @throws TypeError when two modules add the same type. */
export function componentTypesOf(added: readonly ComponentType[]): ComponentTypes {
  const types = new Map<string, ComponentType>();
  for (const each of added) {
    if (types.has(each.type)) throw new TypeError(`two modules add the component type "${each.type}"`);
    types.set(each.type, each);
  }
  return types;
}

/** What is wrong with a custom component of a plan. */
export function customFaults(types: ComponentTypes, { type, settings }: CustomComponent): readonly Fault[] {
  const known = types.get(type);
  if (known)
    return known.check(settings).map((fault) => ({ ...fault, pointer: `/settings${fault.pointer}` }));
  return [{ pointer: '/type', code: 'unknown_type', message: `no module adds the component type "${type}"` }];
}

/** @throws RangeError when the module of a custom component is not there. */
export function calculatorOf(component: Component, types: ComponentTypes): Calculator {
  switch (component.kind) {
    case 'tiered-rebate':
      return tieredRebateOf(component.tiers.map(rateTierOf));
    case 'growth-rebate':
      return growthRebateOf(BigInt(component.rateBp), BigInt(component.thresholdBp));
    case 'attainment-bonus':
      return attainmentBonusOf(BigInt(component.rateBp), component.curve.map(cornerOf));
    case 'custom':
      return customOf(component, types);
  }
}

function customOf({ type, settings }: CustomComponent, types: ComponentTypes): Calculator {
  const known = types.get(type);
  if (!known) throw new RangeError(`no module adds the component type "${type}"`);
  return known.make(settings);
}

function rateTierOf({ from, rateBp }: Tier): RateTier {
  return { from: BigInt(from), rateBp: BigInt(rateBp) };
}

function cornerOf(point: PayoutPoint): Corner {
  return { attainmentBp: BigInt(point.attainmentBp), payoutBp: BigInt(point.payoutBp) };
}

function tieredRebateOf(tiers: readonly RateTier[]): Calculator {
  return {
    payee: 'partner',
    exact: ({ sales }) => earnMarginal(sales, tiers),
    explain: ({ sales }) => [
      { step: 'sales', inputs: { sales: text(sales) } },
      ...slicesOf(sales, tiers).map(({ from, rateBp, slice }) => ({
        step: 'tier',
        inputs: { from: text(from), rateBp: text(rateBp), slice: text(slice) },
        earned: { numerator: slice * rateBp, denominator: 10_000n },
      })),
    ],
  };
}

function growthRebateOf(rateBp: bigint, thresholdBp: bigint): Calculator {
  return {
    payee: 'partner',
    exact: ({ sales, priorSales }) => growthRebate(sales, priorSales, rateBp, thresholdBp),
    explain: ({ sales, priorSales }) => {
      const grown = hasGrown(sales, priorSales, thresholdBp);
      const compared = { sales: text(sales), priorSales: text(priorSales), thresholdBp: text(thresholdBp) };
      const earned = growthRebate(sales, priorSales, rateBp, thresholdBp);
      return [
        { step: grown ? 'grown' : 'not-grown', inputs: compared },
        ...(grown ? [{ step: 'rate', inputs: { sales: text(sales), rateBp: text(rateBp) }, earned }] : []),
      ];
    },
  };
}

function attainmentBonusOf(rateBp: bigint, curve: readonly Corner[]): Calculator {
  return {
    payee: 'salesperson',
    exact: ({ sales, quota }) => attainmentBonus(sales, quota, rateBp, curve),
    explain: ({ sales, quota }) => {
      const attainmentBp = fractionText({ numerator: sales * 10_000n, denominator: quota });
      const attainment = {
        step: 'attainment',
        inputs: { sales: text(sales), quota: text(quota), attainmentBp },
      };
      const stretch = stretchOf(sales, quota, curve);
      if (!stretch) return [attainment, { step: 'below-curve', inputs: {} }];
      const payout = fractionText(payoutBp(sales, quota, stretch));
      const earned = attainmentBonus(sales, quota, rateBp, curve);
      return [
        attainment,
        { step: 'payout', inputs: { ...cornerInputs(stretch.from, stretch.to), payoutBp: payout } },
        { step: 'rate', inputs: { quota: text(quota), rateBp: text(rateBp), payoutBp: payout }, earned },
      ];
    },
  };
}

function cornerInputs(from: Corner, to: Corner | undefined): Record<string, string> {
  const corner = ({ attainmentBp, payoutBp: payout }: Corner): string => `${attainmentBp}:${payout}`;
  return { from: corner(from), ...(to ? { to: corner(to) } : {}) };
}

function text(number: bigint): string {
  return number.toString();
}
