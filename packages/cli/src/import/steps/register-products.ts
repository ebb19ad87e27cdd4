import type { ProductLine } from '@quyu/incentive-contracts';
import { rowsOf } from '../csv/rows.js';
import { productsLayout } from '../dataset/layouts.js';
import type { Filed } from '../filed.js';
import type { ImportJob, ImportStep } from '../import-job.js';
import { sendLines } from '../send-lines.js';

/** Registers what is sold, so that sales may refer to it. */
export const registerProducts: ImportStep = (job) =>
  sendLines(job, {
    what: 'products',
    file: productsLayout.file,
    columns: { '/code': 'ProductKey', '/name': 'Product', '/category': 'Category', '/group': 'Subcategory' },
    lines: productLines(job),
    send: (body) => job.platform.incentive.registerProducts({ body }),
  });

async function* productLines({ folder, faults }: ImportJob): AsyncIterable<Filed<ProductLine>> {
  for await (const { line, body } of rowsOf(productsLayout, folder, faults)) {
    const { key, name, category, group } = body;
    yield { line, body: { code: key, name, category, group } };
  }
}
