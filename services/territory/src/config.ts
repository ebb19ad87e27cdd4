import { erase, z } from '@quyu/plugin-kit';
import { isTimeZone } from './models/activation/effective-date.js';

const timeZone = erase<string>(
  z.string().refine(isTimeZone, 'must be the IANA name of a time zone, e.g. Asia/Shanghai'),
);

/** Read from `TERRITORY_*`. */
export const territoryConfig = z.object({
  /** IANA name of the time zone of business days: in it a scheduled model becomes active at midnight, and partners are enrolled. */
  timeZone: timeZone.default('Asia/Shanghai'),
});
