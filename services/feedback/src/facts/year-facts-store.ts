import { feedbackErrors } from '@quyu/feedback-contracts';
import type { Db } from '../db/schema.js';
import type { YearFacts } from './facts.js';
import { readPage } from './store.js';

const PAGE = 5000;

/**
 * The facts of every partner with sales above zero in a year. Each partner's are of one moment; what arrives meanwhile
 * may be seen for one partner and not yet for another, as if it had come a little later.
 *
 * @throws Problem MIXED_CURRENCIES when amounts of different currencies would be compared.
 */
export async function readYearFacts(db: Db, year: number): Promise<YearFacts[]> {
  const facts: YearFacts[] = [];
  const currencies = new Set<string>();
  let page: Awaited<ReturnType<typeof readPage>>;
  do {
    page = await readPage(db, year, facts.at(-1)?.partnerId, PAGE);
    for (const row of page) {
      facts.push(row.facts);
      for (const currency of row.currencies) currencies.add(currency);
    }
  } while (page.length === PAGE);
  if (currencies.size <= 1) return facts;
  const held = [...currencies].toSorted().join(', ');
  throw feedbackErrors.MIXED_CURRENCIES({ detail: `sales of ${year - 1} and ${year} are in ${held}` });
}
