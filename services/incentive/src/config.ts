import { erase, z } from '@quyu/plugin-kit';
import { isTimeZone } from './business-date.js';

const MEBIBYTE = 1024 * 1024;

const timeZone = erase<string>(
  z.string().refine(isTimeZone, 'must be the IANA name of a time zone, e.g. Asia/Shanghai'),
);

export const incentiveConfig = z.object({
  /** IANA name of the time zone of business days: payments, redemptions and corrections are booked on them. */
  timeZone: timeZone.default('Asia/Shanghai'),
  /** The account that payouts are paid from, for files for the bank; all or none of the three. */
  debtorName: z.string().min(1).max(70).optional(),
  debtorIban: z.string().min(15).max(34).optional(),
  debtorBic: z
    .string()
    .regex(/^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/)
    .optional(),
  /** How much of a sales file is staged before it goes into the ledger: bounds statements and temporary disk. */
  importSliceBytes: z
    .int()
    .min(1024)
    .default(16 * MEBIBYTE),
  /** A sales file of so many bytes fills a part of the ledger of its own. */
  importLargeBytes: z
    .int()
    .min(1)
    .default(4 * MEBIBYTE),
  /** How much of a large file fills a part: it is held in memory until the part is there. */
  importPartBytes: z
    .int()
    .min(1024)
    .default(64 * MEBIBYTE),

  /** In how many days a dispute is to be decided. */
  disputeDays: z.int().min(1).max(366).default(10),

  /** The highest rate that a component of a plan may have, in basis points. */
  maxRateBp: z.int().min(1).max(10_000).default(10_000),
});
