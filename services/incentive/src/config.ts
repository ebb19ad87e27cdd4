import { z } from '@quyu/plugin-kit';

const MEBIBYTE = 1024 * 1024;

export const incentiveConfig = z.object({
  /** How much of a sales file is staged before it goes into the ledger: bounds statements and temporary disk. */
  importSliceBytes: z
    .int()
    .min(1024)
    .default(16 * MEBIBYTE),
});
