export * from './action-recommended.js';
export * from './observations-recorded.js';
export * from './partner-scored.js';
