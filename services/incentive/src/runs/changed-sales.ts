import { type ChangedSales, incentiveErrors } from '@quyu/incentive-contracts';
import type { Fault } from '@quyu/plugin-kit';
import type { Context, Tx } from '../context.js';

/** Changes sales in a transaction that does not last, as those who keep them do. */
export type ChangeSales = (tx: Tx, sales: ChangedSales) => Promise<readonly Fault[]>;

/** What was found out, on its way out of a transaction that is taken back. */
class TakenBack<T> extends Error {
  override readonly name = 'TakenBack';
  readonly found: T;
  constructor(found: T) {
    super('the transaction has only tried something');
    this.found = found;
  }
}

/**
 * Finds something out as if the sales were otherwise: they are changed in a transaction that is taken back, whatever comes of it.
 *
 * @throws Problem SALES_INVALID, its pointers within the request.
 */
export async function onChangedSales<T>(
  ctx: Context,
  changing: { readonly sales: ChangedSales; readonly change: ChangeSales },
  find: (db: Tx['db']) => Promise<T>,
): Promise<T> {
  try {
    return await ctx.transaction(async (tx): Promise<never> => {
      const errors = await changing.change(tx, changing.sales);
      const [first] = errors;
      if (first) throw incentiveErrors.SALES_INVALID({ detail: `${first.pointer} ${first.message}`, errors });
      throw new TakenBack(await find(tx.db));
    });
  } catch (error) {
    if (error instanceof TakenBack) return error.found as T;
    throw error;
  }
}
