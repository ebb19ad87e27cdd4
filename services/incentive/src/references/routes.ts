import type { ProductLine } from '@quyu/incentive-contracts';
import {
  type Judgement,
  judgeReplacements,
  latestByKey,
  type Line,
  newValues,
  takeLines,
} from '@quyu/plugin-kit';
import type { Context, RoutesOf, Tx } from '../context.js';
import { lockProducts, upsertProducts } from './store.js';

/** Told of products that have moved to another group: sums of sales by group are out of date. */
export type GroupsChanged = (tx: Tx, productCodes: readonly string[]) => Promise<void>;

/** What others do when products become known or change. */
export interface ProductListeners {
  readonly groupsChanged: GroupsChanged;
  /** Products are there that were not. */
  readonly productsAdded: (tx: Tx) => Promise<void>;
}

export function referenceRoutes(ctx: Context, listeners: ProductListeners): RoutesOf<'registerProducts'> {
  return {
    registerProducts: ({ body }) =>
      takeLines(body, (lines) => ctx.transaction((tx) => takeProducts(tx, lines, listeners))),
  };
}

const codeOf = ({ code }: ProductLine): string => code;

async function takeProducts(
  tx: Tx,
  lines: readonly Line<ProductLine>[],
  { groupsChanged, productsAdded }: ProductListeners,
): Promise<readonly Judgement<ProductLine>[]> {
  const codes = [...new Set(lines.map(({ value }) => value.code))];
  const known = new Map((await lockProducts(tx.db, codes)).map((product) => [product.code, product]));
  const judged = judgeReplacements(known, lines, { keyOf: codeOf, valueOf: (product) => product });
  const products = latestByKey(newValues(judged), codeOf);
  if (products.length > 0) await upsertProducts(tx.db, products);
  const moved = products.filter(({ code, group, category }) => {
    const before = known.get(code);
    return before && (before.group !== group || before.category !== category);
  });
  if (moved.length > 0) await groupsChanged(tx, moved.map(codeOf));
  if (products.some(({ code }) => !known.has(code))) await productsAdded(tx);
  return judged;
}
