import type { Kysely } from 'kysely';
import type { Fraction } from '../calculation/fraction.js';
import type { PayeeHistory } from '../calculation/history.js';
import { selectCrediting } from './crediting-store.js';
import { readFacts } from './fact-store.js';
import type { HistoryRequest } from './histories.js';
import type { IncentiveDb } from '../db/schema.js';
import { type DatedValue, KeptHistory, type ReadPayee } from './kept-history.js';
import type { LinesAsked } from './lines-sql.js';
import { readParticipation } from './participation-store.js';
import { readQuotas } from './quota-store.js';
import { readLedgerState, readSums, readTransactions } from './sums-store.js';

type Db = Kysely<IncentiveDb>;

/** Payees whose histories are handed over at a time. */
const BATCH = 1000;

/**
 * Histories of all payees asked for, in batches, ordered by code: one pass over the lines for all sums.
 *
 * @throws RangeError naming the first line, or quota, that there is no rate for.
 */
export async function* readHistories(
  db: Db,
  request: HistoryRequest,
): AsyncGenerator<readonly PayeeHistory[]> {
  const [state, crediting] = await Promise.all([
    readLedgerState(db, request.currency),
    selectCrediting(db, request),
  ]);
  const asked: LinesAsked = { ...request, ...state, ...crediting };
  const [sums, transactions, quotas, facts, spans, known] = await Promise.all([
    readSums(db, asked, request.measures),
    readTransactions(db, asked, request.measures),
    readQuotas(db, request),
    readFacts(db, request),
    readParticipation(db, request),
    codesAsked(db, request),
  ]);
  const codes = [...new Set([...known, ...sums.keys(), ...quotas.keys()])].toSorted(compareCodes);
  for (let from = 0; from < codes.length; from += BATCH)
    yield codes.slice(from, from + BATCH).map((code) => {
      const read: ReadPayee = {
        kind: request.payee,
        code,
        sums: sums.get(code) ?? [],
        transactions: transactions.get(code) ?? [],
        quotas: quotas.get(code) ?? NO_QUOTAS,
        facts: facts.get(code) ?? NO_FACTS,
        spans: spans.get(code),
      };
      return new KeptHistory(read, request.bucketMonths);
    });
}

/** Who has neither sold anything nor has a quota has a history too: a draw is paid all the same. */
async function codesAsked(db: Db, { payee, codes }: HistoryRequest): Promise<readonly string[]> {
  const query = db.selectFrom(payee).select('code');
  const rows = await (codes === 'all' ? query : query.where('code', 'in', codes)).execute();
  return rows.map(({ code }) => code);
}

const NO_QUOTAS: ReadonlyMap<string, ReadonlyMap<number, Fraction>> = new Map();
const NO_FACTS: ReadonlyMap<string, readonly DatedValue[]> = new Map();

function compareCodes(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
