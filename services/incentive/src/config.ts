import { z } from '@quyu/plugin-kit';

const MEBIBYTE = 1024 * 1024;

export const incentiveConfig = z.object({
  /** How much of a sales file is staged before it goes into the ledger: bounds statements and temporary disk. */
  importSliceBytes: z
    .int()
    .min(1024)
    .default(16 * MEBIBYTE),

  /** The highest rate that a component of a plan may have, in basis points. */
  maxRateBp: z.int().min(1).max(10_000).default(10_000),
});
