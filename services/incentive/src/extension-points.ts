import { defineExtensionPoint, type Fault } from '@quyu/plugin-kit';
import type { Fraction } from './calculation/fraction.js';

export type { Fraction } from './calculation/fraction.js';

/** What a partner's reward of a quarter follows from, in minor units. */
export interface PartnerFacts {
  readonly sales: bigint;
  /** Sales of the same quarter of the year before. */
  readonly priorSales: bigint;
}

/** What a salesperson's reward of a quarter follows from, in minor units; the quota is above zero. */
export interface SalespersonFacts {
  readonly sales: bigint;
  readonly quota: bigint;
}

/** A part of how an amount comes about; what the parts earn sums to the exact amount. */
export interface Part {
  readonly step: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly earned?: Fraction;
}

interface Calculation<Facts> {
  /** The amount in minor units before its one rounding. Pure: the same facts, the same amount. */
  exact(facts: Facts): Fraction;
  explain(facts: Facts): readonly Part[];
}

/** How a component calculates, for payees of one kind. */
export type Calculator =
  | ({ readonly payee: 'partner' } & Calculation<PartnerFacts>)
  | ({ readonly payee: 'salesperson' } & Calculation<SalespersonFacts>);

/** A type of plan component that a module adds: plans name it in a component of kind `custom`. */
export interface ComponentType {
  readonly type: string;
  /** What is wrong with settings; pointers start at the settings. */
  check(settings: Readonly<Record<string, string>>): readonly Fault[];
  /** Only ever called with settings that had no fault. */
  make(settings: Readonly<Record<string, string>>): Calculator;
}

export const incentiveComponent = defineExtensionPoint<ComponentType>('incentive.component');
