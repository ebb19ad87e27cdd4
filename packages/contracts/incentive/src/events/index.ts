export * from './partner-sales-summarised.js';
export * from './result-calculated.js';
export * from './run-completed.js';
export * from './sales-imported.js';
