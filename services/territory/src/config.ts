import { erase, z } from '@quyu/plugin-kit';

const known = new Set(Intl.supportedValuesOf('timeZone')).add('UTC');
const timeZone = erase<string>(
  z.string().refine((name) => known.has(name), 'must be the IANA name of a time zone, e.g. Asia/Shanghai'),
);

/** Settings come from `TERRITORY_*`. */
export const territoryConfig = z.object({
  /** IANA name of the time zone of business dates: which day it is, and on which day a partner was enrolled. */
  timeZone: timeZone.default('Asia/Shanghai'),
});
