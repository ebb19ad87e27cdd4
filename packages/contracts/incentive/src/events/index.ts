export * from './partner-sales-summarised.js';
export * from './sales-imported.js';
export { type RecordedLines, type SalesLinesRecorded, salesLinesRecordedOf } from './sales-lines-recorded.js';

export * from './earnings-posted.js';
export * from './period-locked.js';
export * from './run-approved.js';
export * from './run-completed.js';

export * from './account-adjusted.js';
export * from './payout-batch-paid.js';
export * from './redeemed.js';
export * from './redemption-reversed.js';

export * from './cost-ceiling-exceeded.js';

export * from './dispute-decided.js';
export * from './dispute-opened.js';
