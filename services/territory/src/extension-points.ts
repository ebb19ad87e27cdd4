import type { partnerEnrolled } from '@quyu/partner-contracts';
import { type DataOf, defineExtensionPoint } from '@quyu/plugin-kit';

/** What the event of its enrolment says of a partner. */
export type EnrolledPartner = DataOf<typeof partnerEnrolled>;

/** A way to divide the market: attributes of an account that assignment rules may test. */
export interface Dimension {
  /** The first part of its attributes' names, e.g. `loyalty`. */
  readonly name: string;
  /** Every attribute it can give, in full, e.g. `loyalty.level`. Rules that test another are refused. */
  readonly attributes: readonly string[];
  /** Whether rules may test other attributes under its name too. Default: no. */
  readonly isOpen?: boolean;
  /** Every value an attribute takes, where that is known: the search for gaps goes through them. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
  /** The attributes of one account; what is not known of it is left out. It must depend on its input alone. */
  readonly derive: (partner: EnrolledPartner) => Readonly<Record<string, string>>;
  /** What follows from attributes that are known already, e.g. a band from a number. */
  readonly complete?: (attributes: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
}

/**
 * Adds a dimension. It reaches accounts as they are enrolled, and those already known when they are enrolled anew.
 *
 * @example contribute(territoryDimension, { name: 'loyalty', attributes: ['loyalty.level'], derive: levelOf })
 */
export const territoryDimension = defineExtensionPoint<Dimension>('territory.dimension');
