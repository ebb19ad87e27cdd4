import type { FaultLog } from '../csv/fault.js';
import type { RowOf } from '../csv/layout.js';
import { rowsOf } from '../csv/rows.js';
import type { Filed } from '../filed.js';
import { geographyLayout, territoriesLayout } from './layouts.js';

/** A region as `territories.csv` has it. */
export type Region = RowOf<typeof territoriesLayout>;

/** A place as `geography.csv` has it, with the region it lies in. */
export type Place = RowOf<typeof geographyLayout>;

/** Where a market is: its regions, and its places by their keys. */
export interface Market {
  readonly regions: readonly Filed<Region>[];
  readonly places: ReadonlyMap<string, Filed<Place>>;
}

/** Reads the two files that the others refer to. A key that comes twice counts where it comes first. */
export async function readMarket(folder: string, faults: FaultLog): Promise<Market> {
  const regions = await readKeyed(territoriesLayout, folder, faults);
  const places = await readKeyed(geographyLayout, folder, faults, ({ territoryKey }) =>
    regions.has(territoryKey)
      ? undefined
      : {
          column: 'SalesTerritoryKey',
          value: territoryKey,
          reason: 'no line of territories.csv has this key',
        },
  );
  return { regions: [...regions.values()], places };
}

type KeyedLayout = typeof territoriesLayout | typeof geographyLayout;
type Judge<T> = (row: T) => { column: string; value: string; reason: string } | undefined;

async function readKeyed<L extends KeyedLayout>(
  layout: L,
  folder: string,
  faults: FaultLog,
  judge: Judge<RowOf<L>> = () => undefined,
): Promise<Map<string, Filed<RowOf<L>>>> {
  const known = new Map<string, Filed<RowOf<L>>>();
  for await (const { line, body } of rowsOf(layout, folder, faults)) {
    const key = String(body.key);
    const first = known.get(key)?.line;
    const reason = `the key stands on line ${first} already`;
    const fault = first === undefined ? judge(body) : { column: layout.columns.key.name, value: key, reason };
    if (fault) faults.addLine({ file: layout.file, line, ...fault });
    else known.set(key, { line, body });
  }
  return known;
}
