import { z } from '@quyu/plugin-kit';

/** Nothing is configured yet; settings come from `TERRITORY_*`. */
export const territoryConfig = z.object({});
