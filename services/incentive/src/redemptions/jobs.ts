import type { JobHandlers } from '@quyu/plugin-kit';
import type { PayeeAccount } from '../accounts/accounts.js';
import { businessDateOf } from '../business-date.js';
import type { Context, Tx } from '../context.js';
import type { incentiveJobs } from '../jobs.js';
import { expiring, monthsBefore } from './redemptions.js';
import type { Accounts } from './routes.js';
import { selectOldAccounts, selectPolicy, sumAccruals } from './store.js';

/** Payees whose accounts are looked at in one transaction. */
const BATCH = 200;

export function redemptionJobs(
  ctx: Context,
  accounts: Accounts,
): Pick<JobHandlers<typeof incentiveJobs>, 'expire-rebates'> {
  return {
    'expire-rebates': async (_input, progress, signal) => {
      const { expiresAfterMonths } = await selectPolicy(ctx.db);
      if (expiresAfterMonths === null) return { looked: 0, expired: 0 };
      const today = businessDateOf(ctx.now(), ctx.config.timeZone);
      const before = monthsBefore(today, expiresAfterMonths);
      let page: readonly PayeeAccount[] = [];
      let looked = 0;
      let expired = 0;
      do {
        signal.throwIfAborted();
        page = await selectOldAccounts(ctx.db, before, page.at(-1), BATCH);
        expired += await ctx.transaction((tx) => expirePage(ctx, tx, accounts, page, { today, before }));
        looked += page.length;
        progress(looked, looked);
      } while (page.length === BATCH);
      return { looked, expired };
    },
  };
}

async function expirePage(
  ctx: Context,
  tx: Tx,
  accounts: Accounts,
  page: readonly PayeeAccount[],
  { today, before }: { readonly today: string; readonly before: string },
): Promise<number> {
  let expired = 0;
  for (const account of page) {
    const { payable, claimed } = await accounts.lock(tx.db, account);
    const amount = expiring({ ...(await sumAccruals(tx.db, account, before)), available: payable - claimed });
    if (amount === 0n) continue;
    const { payeeKind, payeeCode, currency } = account;
    const reference = `${payeeKind} ${payeeCode} ${currency} ${before}`;
    const booking = { transferId: ctx.newId(), kind: 'expire', amount, bookedOn: today, reference } as const;
    const reason = `accrued before ${before}, and not used`;
    expired += await accounts.book(tx.db, [{ ...account, ...booking, reason, madeBy: 'expire-rebates' }]);
  }
  return expired;
}
