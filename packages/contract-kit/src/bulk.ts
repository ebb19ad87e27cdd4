import { z } from 'zod';
import type { Fault } from './portable.js';

/** A line of a bulk request as the handler sees it: parsed, or at fault. */
export type BulkLine<T> =
  | { readonly line: number; readonly ok: true; readonly value: T }
  | { readonly line: number; readonly ok: false; readonly faults: readonly Fault[] };

/** A line that was not taken, and why. */
export interface RejectedLine {
  /** 1-based line of the request body. */
  readonly line: number;
  readonly faults: readonly Fault[];
}

/** What became of a bulk request. Lines that were right are taken even when others were not. */
export interface BulkSummary {
  readonly created: number;
  /** Lines whose content was already there. */
  readonly unchanged: number;
  readonly rejected: number;
  /** The first rejected lines, at most {@link REJECTIONS_SHOWN}. */
  readonly rejections: readonly RejectedLine[];
}

/** How many rejected lines a summary carries; all of them are counted. */
export const REJECTIONS_SHOWN = 1000;

const faultSchema: z.ZodType<Fault> = z.object({
  pointer: z.string(),
  code: z.string(),
  message: z.string(),
});

/** Schema of {@link BulkSummary}. */
export const bulkSummarySchema: z.ZodType<BulkSummary> = z.object({
  created: z.int(),
  unchanged: z.int(),
  rejected: z.int(),
  rejections: z.array(z.object({ line: z.int(), faults: z.array(faultSchema) })),
});
