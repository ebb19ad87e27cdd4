import { sql } from 'kysely';
import { type Fraction, NOTHING } from '../calculation/fraction.js';
import type { Month, PayeeHistory } from '../calculation/history.js';
import type { Tx } from '../context.js';
import type { HistoryRequest, PayeeKind } from '../runs/engine.js';

/** Payees whose histories are handed over at a time. */
const BATCH = 500;

interface Row {
  readonly code: string;
  readonly quarters: readonly number[];
  readonly sales: readonly string[];
  readonly quotaQuarters?: readonly number[] | null;
  readonly quotas?: readonly string[] | null;
  readonly currency?: string | null;
}

/** Sums of the ledger by quarter, in one pass, for payees in the order of their codes. */
export async function* readHistories(
  db: Tx['db'],
  request: HistoryRequest,
): AsyncGenerator<readonly PayeeHistory[]> {
  const rows = await (request.payee === 'partner' ? partnerRows(db, request) : sellerRows(db, request));
  for (let from = 0; from < rows.length; from += BATCH)
    yield rows.slice(from, from + BATCH).map((row) => historyOf(request, row));
}

/** The year before counts as well: growth looks back. */
function firstQuarter({ first }: HistoryRequest): number {
  return Math.floor(first / 3) - 4;
}

async function partnerRows(db: Tx['db'], request: HistoryRequest): Promise<readonly Row[]> {
  const only =
    request.codes === 'all'
      ? sql``
      : sql`and partner_id = any(array(select partner_id from partner where code = any(${request.codes}::text[])))`;
  const { rows } = await sql<Row>`
    select p.code, array_agg(s.quarter) as quarters, array_agg(s.sales::text) as sales
    from (
      select partner_id, quarter, sum(amount) as sales from sale
      where quarter >= ${firstQuarter(request)} ${only}
      group by partner_id, quarter
    ) s join partner p on p.partner_id = s.partner_id
    group by p.code order by p.code`.execute(db);
  return rows;
}

async function sellerRows(db: Tx['db'], request: HistoryRequest): Promise<readonly Row[]> {
  const only = request.codes === 'all' ? sql`true` : sql`salesperson_code = any(${request.codes}::text[])`;
  const { rows } = await sql<Row>`
    with sold as (
      select salesperson_code as code, array_agg(quarter) as quarters, array_agg(sales::text) as sales
      from (
        select salesperson_code, quarter, sum(sales) as sales from partner_quarter_seller
        where ${only} group by salesperson_code, quarter
      ) s group by salesperson_code
    ), asked as (
      select salesperson_code as code, array_agg(quarter) as "quotaQuarters", array_agg(amount::text) as quotas,
        min(currency) filter (where currency <> ${request.currency}) as currency
      from quota where ${only} group by salesperson_code
    )
    select asked.code, coalesce(quarters, '{}') as quarters, coalesce(sales, '{}') as sales, "quotaQuarters", quotas, currency
    from asked left join sold on sold.code = asked.code
    order by asked.code collate "C"`.execute(db);
  return rows;
}

/** @throws RangeError naming a person whose quota is in another currency. */
function historyOf(request: HistoryRequest, row: Row): PayeeHistory {
  if (row.currency)
    throw new RangeError(
      `a quota of salesperson "${row.code}" is in ${row.currency}, but sales are in ${request.currency}: there are no exchange rates`,
    );
  return new QuarterHistory(request.payee, row);
}

class QuarterHistory implements PayeeHistory {
  readonly kind: PayeeKind;
  readonly code: string;
  readonly #sales: ReadonlyMap<number, bigint>;
  readonly #quotas: ReadonlyMap<number, bigint>;

  constructor(kind: PayeeKind, { code, quarters, sales, quotaQuarters, quotas }: Row) {
    this.kind = kind;
    this.code = code;
    this.#sales = amountsOf(quarters, sales);
    this.#quotas = amountsOf(quotaQuarters ?? [], quotas ?? []);
  }

  sum(_measure: number, first: Month, months: number): Fraction {
    const numerator = sumOver(this.#sales, first, months);
    return numerator === undefined ? NOTHING : { numerator, denominator: 1n };
  }

  transactions(): readonly Fraction[] {
    return [];
  }

  quota(_set: string, first: Month, months: number): Fraction | undefined {
    const numerator = sumOver(this.#quotas, first, months);
    return numerator === undefined ? undefined : { numerator, denominator: 1n };
  }

  fact(): string | undefined {
    return undefined;
  }

  participation(_first: Month, months: number): { readonly days: number; readonly of: number } {
    return { days: months, of: months };
  }
}

function amountsOf(quarters: readonly number[], amounts: readonly string[]): ReadonlyMap<number, bigint> {
  return new Map(quarters.map((quarter, index) => [quarter, BigInt(amounts[index]!)]));
}

function sumOver(amounts: ReadonlyMap<number, bigint>, first: Month, months: number): bigint | undefined {
  let sum: bigint | undefined;
  for (let quarter = first / 3; quarter < (first + months) / 3; quarter += 1) {
    const amount = amounts.get(quarter);
    if (amount !== undefined) sum = (sum ?? 0n) + amount;
  }
  return sum;
}
