import { periodNamed } from '../calculation/pay-periods.js';
import type { Credit } from '@quyu/incentive-contracts';

/** Credits of one line, or of one payee in one period; both months count. */
export type CreditsAsked =
  | { readonly of: 'line'; readonly source: string; readonly lineId: string }
  | {
      readonly of: 'payee';
      readonly payeeKind: Credit['payeeKind'];
      readonly payeeCode: string;
      readonly first: number;
      readonly through: number;
    };

interface Query {
  readonly source?: string | undefined;
  readonly lineId?: string | undefined;
  readonly payeeKind?: Credit['payeeKind'] | undefined;
  readonly payeeCode?: string | undefined;
  readonly period?: string | undefined;
}

/** What a query asks for; undefined where it is neither one line nor one payee and period: that could be the whole ledger. */
export function creditsAsked(query: Query): CreditsAsked | undefined {
  const { source, lineId, payeeKind, payeeCode, period } = query;
  const isOfPayee = payeeKind !== undefined && payeeCode !== undefined && period !== undefined;
  if (source !== undefined && lineId !== undefined)
    return (payeeKind ?? payeeCode ?? period) === undefined ? { of: 'line', source, lineId } : undefined;
  if (source !== undefined || lineId !== undefined || !isOfPayee) return undefined;
  const { first, months } = periodNamed(period);
  return { of: 'payee', payeeKind, payeeCode, first, through: first + months - 1 };
}
