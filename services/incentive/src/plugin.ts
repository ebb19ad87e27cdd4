import type { Plugin } from '@quyu/plugin-kit';
import { incentiveHearing } from './hearing.js';

/** The sales ledger, what is earned on it, and why. */
export const incentive: Plugin = incentiveHearing([]);
