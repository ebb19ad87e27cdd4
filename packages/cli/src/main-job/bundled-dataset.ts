import { fileURLToPath } from 'node:url';

/** The dataset that comes with the platform: the reseller side of AdventureWorks. */
export const BUNDLED_DATASET = fileURLToPath(new URL('../../data/adventureworks', import.meta.url));
