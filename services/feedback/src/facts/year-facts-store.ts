import { feedbackErrors } from '@quyu/feedback-contracts';
import type { Db } from '../db/schema.js';
import type { YearFacts } from './facts.js';
import { readCurrencies, readFacts } from './store.js';

const PAGE = 5000;

/**
 * The facts of every partner with sales above zero in a year, as they stood at one moment.
 *
 * @throws Problem MIXED_CURRENCIES when amounts of different currencies would be compared.
 */
export function readYearFacts(db: Db, year: number): Promise<YearFacts[]> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (snapshot) => {
      const currencies = await readCurrencies(snapshot, year);
      if (currencies.length > 1) {
        throw feedbackErrors.MIXED_CURRENCIES({
          detail: `sales of ${year - 1} and ${year} are in ${currencies.join(', ')}`,
        });
      }
      const facts: YearFacts[] = [];
      let page: YearFacts[];
      do {
        page = await readFacts(snapshot, year, facts.at(-1)?.partnerId, PAGE);
        facts.push(...page);
      } while (page.length === PAGE);
      return facts;
    });
}
