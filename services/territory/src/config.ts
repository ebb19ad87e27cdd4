import { z } from '@quyu/plugin-kit';
import { isTimeZone } from './models/activation/effective-date.js';

/** Read from `TERRITORY_*`. */
export const territoryConfig = z.object({
  /** Where a business day begins: a model that is scheduled for a day becomes active at its midnight. */
  timeZone: z.string().refine(isTimeZone, 'must be a time zone, e.g. Asia/Shanghai').default('Asia/Shanghai'),
});
