import type { BulkLine, BulkSummary, RejectedLine } from '@quyu/contract-kit';
import type { RouteHandler } from '@quyu/plugin-kit';
import type { ShopInput, shopApi } from './sample-contracts.js';
import type { Transaction } from './shop-plugin.js';

type AddShops = RouteHandler<(typeof shopApi.routes)['addShops'], unknown>;

/** Takes the good lines in one transaction and tells the bad ones. */
export function addShops(transaction: Transaction): AddShops {
  return async ({ body }): Promise<BulkSummary> => {
    const taken: ShopInput[] = [];
    const rejections: RejectedLine[] = [];
    await sortLines(body, taken, rejections);
    const rows = taken.map(({ code, name }) => ({ code, name, note: null, version: 1 }));
    if (rows.length > 0) await transaction((tx) => tx.db.insertInto('shop').values(rows).execute());
    return { created: taken.length, unchanged: 0, rejected: rejections.length, rejections };
  };
}

async function sortLines(
  lines: AsyncIterable<BulkLine<ShopInput>>,
  taken: ShopInput[],
  rejections: RejectedLine[],
): Promise<void> {
  for await (const line of lines) {
    if (line.ok) taken.push(line.value);
    else rejections.push({ line: line.line, faults: line.faults });
  }
}
