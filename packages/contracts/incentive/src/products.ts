import { bulkSummarySchema, defineRoute, erase, type TypeOf, z } from '@quyu/contract-kit';

const code = z.string().min(1).max(64);

/** A product that sales may refer to. `group` is the finer grouping (product subcategory). */
export const productLineSchema = erase(
  z.strictObject({
    code,
    name: z.string().min(1).max(200),
    category: z.string().min(1).max(100),
    group: z.string().min(1).max(100),
  }),
);
export type ProductLine = TypeOf<typeof productLineSchema>;

export const registerProducts = defineRoute({
  kind: 'bulk',
  method: 'POST',
  path: '/products/bulk',
  permission: 'incentive:write',
  summary: { en: 'Register products', zh: '批量登记产品' },
  body: productLineSchema,
  answer: bulkSummarySchema,
});
