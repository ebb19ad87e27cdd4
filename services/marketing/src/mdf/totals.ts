import { marketingErrors } from '@quyu/marketing-contracts';
import { type Money, money } from '@quyu/plugin-kit';

/** The ledger's sum in one currency, in minor units. */
export interface CurrencySum {
  readonly currency: string;
  readonly total: bigint;
  readonly ofYear: bigint;
}

/**
 * The totals in the currency asked for, or else in the only one there is.
 *
 * @param fallback the currency of an empty ledger's totals.
 * @throws Problem CURRENCY_NEEDED when the ledger holds several currencies: their amounts do not add up.
 */
export function totalIn(
  sums: readonly CurrencySum[],
  asked: string | undefined,
  fallback: string,
): { readonly total: Money; readonly ofYear: Money } {
  if (asked === undefined && sums.length > 1) {
    const held = sums.map(({ currency }) => currency).join(', ');
    throw marketingErrors.CURRENCY_NEEDED({ detail: `the ledger holds ${held}: ask for one of them` });
  }
  const currency = asked ?? sums[0]?.currency ?? fallback;
  const sum = sums.find((each) => each.currency === currency);
  return { total: money(sum?.total ?? 0n, currency), ofYear: money(sum?.ofYear ?? 0n, currency) };
}
