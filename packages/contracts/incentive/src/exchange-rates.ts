import {
  bulkSummarySchema,
  currencySchema,
  dateSchema,
  defineRoute,
  erase,
  pageFields,
  pageOf,
  type TypeOf,
  z,
} from '@quyu/contract-kit';

/**
 * One unit of `base` is `rate` units of `quote`, from a day on until the next rate of the two. The way back is a rate of its own. A second line for
 * the same currencies and day replaces the first.
 */
export const exchangeRateSchema = erase(
  z.strictObject({
    base: currencySchema,
    quote: currencySchema,
    validFrom: dateSchema,
    /** An exact decimal above zero, of at most 12 digits on either side of the point. */
    rate: z.string().regex(/^(0|[1-9]\d{0,11})(\.\d{1,12})?$/, 'must be a decimal such as "7.1834"'),
  }),
);
export type ExchangeRate = TypeOf<typeof exchangeRateSchema>;

export const setExchangeRates = defineRoute({
  kind: 'bulk',
  method: 'POST',
  path: '/exchange-rates/bulk',
  permission: 'incentive:rate',
  summary: { en: 'Set exchange rates', zh: '批量设定汇率' },
  body: exchangeRateSchema,
  answer: bulkSummarySchema,
});

export const listExchangeRates = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/exchange-rates',
  permission: 'incentive:read',
  summary: { en: 'Exchange rates by currencies and day', zh: '汇率列表' },
  query: z.strictObject({ ...pageFields, base: currencySchema.optional(), quote: currencySchema.optional() }),
  answer: pageOf(exchangeRateSchema),
});
