import { z } from '@quyu/plugin-kit';

/** Nothing is configured yet; settings come from `PARTNER_*`. */
export const partnerConfig = z.object({});
