import { type CostRow, incentiveErrors } from '@quyu/incentive-contracts';
import { periodNamed } from '../calculation/pay-periods.js';
import type { Context, RoutesOf } from '../context.js';
import { assess } from './assess-store.js';
import { pageOfCeilings, selectCeilings, upsertCeiling } from './ceiling-store.js';
import { ceilingFaults, ceilingsOn, rowOf } from './ceilings.js';
import { costsBy, totalCost } from './costs.js';

type Operations = 'getCostEffectiveness' | 'putCostCeiling' | 'listCostCeilings';

const ROWS_SHOWN = 100;

export function costRoutes(ctx: Context): RoutesOf<Operations> {
  return {
    getCostEffectiveness: async ({ query }) => {
      const { by, period, basis = 'calculated', limit = ROWS_SHOWN } = query;
      const { book, currency } = await assess(ctx.db, period, basis);
      const ceilings = ceilingsOn(await selectCeilings(ctx.db), periodNamed(period).end);
      const own = ceilings.filter((each) => each.by === by);
      const rows = costsBy(by, book).map((cost) => rowOf(cost, own, currency));
      const total = rowOf(totalCost(book), [], currency);
      return { period, total, rows: rows.toSorted(byCost).slice(0, limit), rowsInAll: rows.length };
    },

    putCostCeiling: async ({ params: { code }, body }, tx) => {
      const errors = ceilingFaults(body);
      if (errors.length > 0)
        throw incentiveErrors.CEILING_INVALID({
          detail: `${errors[0]!.pointer} ${errors[0]!.message}`,
          errors,
        });
      await upsertCeiling(tx.db, { code, ...body });
      return { code, ...body };
    },

    listCostCeilings: ({ query }) => pageOfCeilings(ctx.db, query),
  };
}

/** The most expensive first; equal ones stay in the order of their keys. */
function byCost({ cost: one }: CostRow, { cost: other }: CostRow): number {
  const less = BigInt(other.amount) - BigInt(one.amount);
  if (less === 0n) return 0;
  return less < 0n ? -1 : 1;
}
