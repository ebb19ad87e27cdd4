/** Sizes by which small files go one way or the other. */
export const IN_SLICES = { INCENTIVE_IMPORT_SLICE_BYTES: '1024' };
/** Whatever is not empty fills parts of the ledger, of some twenty lines each. */
export const IN_PARTS = {
  INCENTIVE_IMPORT_SLICE_BYTES: '1024',
  INCENTIVE_IMPORT_LARGE_BYTES: '1',
  INCENTIVE_IMPORT_PART_BYTES: '1024',
};

/** The ways on which a file gets into the ledger: what becomes of it is the same on either. */
export const WAYS = [
  ['in slices', IN_SLICES],
  ['in parts', IN_PARTS],
] as const;
