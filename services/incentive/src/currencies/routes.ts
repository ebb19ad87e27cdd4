import type { ExchangeRate } from '@quyu/incentive-contracts';
import {
  type Judgement,
  judgeReplacements,
  latestByKey,
  type Line,
  newValues,
  takeLines,
} from '@quyu/plugin-kit';
import type { Context, RoutesOf, Tx } from '../context.js';
import { rateFaults, rateKey } from './rates.js';
import { lockRates, markConverted, selectRates, upsertRates } from './store.js';

/** Told of rates that are new or other than they were. */
export type RatesChanged = (tx: Tx) => Promise<void>;

export function currencyRoutes(
  ctx: Context,
  ratesChanged: RatesChanged,
): RoutesOf<'setExchangeRates' | 'listExchangeRates'> {
  return {
    setExchangeRates: ({ body }) =>
      takeLines(body, (lines) => ctx.transaction((tx) => takeRates(tx, lines, ratesChanged))),
    listExchangeRates: ({ query }) => selectRates(ctx.db, query),
  };
}

async function takeRates(
  tx: Tx,
  lines: readonly Line<ExchangeRate>[],
  ratesChanged: RatesChanged,
): Promise<readonly Judgement<ExchangeRate>[]> {
  const values = lines.map(({ value }) => value);
  const known = new Map((await lockRates(tx.db, values)).map((rate) => [rateKey(rate), rate]));
  const judged = judgeReplacements(known, lines, {
    keyOf: rateKey,
    valueOf: withoutZeros,
    faultsOf: rateFaults,
  });
  const rates = latestByKey(newValues(judged), rateKey);
  if (rates.length === 0) return judged;
  await upsertRates(tx.db, rates);
  if ((await markConverted(tx.db, rates)) > 0n) tx.enqueue('summarise-sales', {});
  await ratesChanged(tx);
  return judged;
}

/** 7.10 is 7.1: the same rate again changes nothing. */
function withoutZeros(rate: ExchangeRate): ExchangeRate {
  return { ...rate, rate: rate.rate.includes('.') ? rate.rate.replace(/\.?0+$/, '') : rate.rate };
}
