import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ClientBase } from 'pg';
import { copyCsv } from './copy-csv.js';

/** Money as a decimal string with two digits, summed over everything and over 2019. */
export interface MoneyTotals {
  readonly total: string;
  readonly '2019': string;
}

/** The sections of the report that follow from the data alone. */
export interface BusinessFigures {
  readonly territory: {
    readonly partners: Readonly<Record<string, number>>;
    readonly sales2019: Readonly<Record<string, string>>;
  };
  readonly partner: { readonly approved: number; readonly review: number };
  readonly incentive: {
    readonly lines: { readonly accepted: number; readonly rejected: number; readonly amount: string };
    readonly volumeRebate: MoneyTotals;
    readonly growthRebate: MoneyTotals;
    readonly attainmentBonus: MoneyTotals;
  };
  readonly marketing: { readonly mdfAccrued: MoneyTotals; readonly campaigns: number };
  readonly feedback: {
    readonly observations: number;
    readonly scored: number;
    readonly grades: Readonly<Record<'A' | 'B' | 'C' | 'D', number>>;
    readonly actions: { readonly grow: number; readonly exitReview: number };
  };
}

const FILES = [
  'territories',
  'geography',
  'resellers',
  'products',
  'salespeople',
  'reseller-sales',
  'sales-quotas',
  'promotions',
  'survey-responses',
];

const readCsv = async (folder: string, name: string): Promise<Buffer> => {
  const plain = join(folder, `${name}.csv`);
  return existsSync(plain) ? readFile(plain) : gunzipSync(await readFile(`${plain}.gz`));
};

const calculate = async (pg: ClientBase, folder: string): Promise<BusinessFigures> => {
  for (const name of FILES) {
    await copyCsv(pg, `raw_${name.replaceAll('-', '_')}`, await readCsv(folder, name));
  }
  const sql = await readFile(new URL('./expected-figures.sql', import.meta.url), 'utf8');
  const results: unknown = await pg.query(sql);
  // Several statements in one query give a list of results; the types of pg know only the single one.
  const last = (results as { rows: { broken: string[] | null; figures: BusinessFigures }[] }[]).at(-1)
    ?.rows[0];
  if (!last) throw new Error('expected-figures.sql gave no figures');
  if (last.broken) throw new Error(`The data breaks what the figures assume: ${last.broken.join('; ')}`);
  return last.figures;
};

/**
 * The business figures of the main job by a second route: plain SQL in exact arithmetic over the CSVs (`.csv` or `.csv.gz`) of a
 * folder. Shares no code with the services. Leaves nothing behind: it works in one transaction, which it rolls back.
 *
 * A line the importer must reject for its content (a bad number, an unknown partner...) is left out here too; a file that
 * Postgres cannot parse as CSV in UTF-8 throws, and so does data that breaks an assumption of the figures.
 *
 * @param pg a connected client with no transaction open; any database will do.
 * @example
 * const expected = await expectedFigures({ folder: bundledData, pg });
 * expect(report).toMatchObject(expected);
 */
export const expectedFigures = async (given: {
  folder: string;
  pg: ClientBase;
}): Promise<BusinessFigures> => {
  await given.pg.query('begin');
  try {
    return await calculate(given.pg, given.folder);
  } finally {
    await given.pg.query('rollback');
  }
};
