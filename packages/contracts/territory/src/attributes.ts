import { erase, z } from '@quyu/contract-kit';

/**
 * What is known of a place, by attribute, as assignment rules test it, e.g. `{ "geo.country": "CN", "geo.province": "浙江省" }`.
 * Attributes of unknown dimensions are refused where they are given.
 */
export const attributesSchema = erase(
  z.record(
    z
      .string()
      .regex(/^[a-z]+(\.[a-z-]+)+$/, 'must be <dimension>.<attribute>, e.g. geo.country')
      .max(100),
    z.string().min(1).max(200),
  ),
);
