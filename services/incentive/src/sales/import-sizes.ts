import type { Context } from '../context.js';

/** How files are taken, in bytes. */
export interface ImportSizes {
  /** What is staged at a time. */
  readonly slice: number;
  /** A file with so many fills a part of the ledger of its own. */
  readonly large: number;
  /** A part is of so many at most, which are held in memory. */
  readonly part: number;
}

export function importSizes({ config }: Context): ImportSizes {
  return { slice: config.importSliceBytes, large: config.importLargeBytes, part: config.importPartBytes };
}
