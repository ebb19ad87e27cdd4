import type { Tx } from '../context.js';
import { selectSalespeople } from './store.js';

/** Of these codes those of people who are known, for features that name people. */
export function knownSalespeople(db: Tx['db'], codes: readonly string[]): Promise<ReadonlySet<string>> {
  return selectSalespeople(db, codes);
}
