export * from './api.js';
export * from './errors.js';
export * from './events/index.js';
export * from './market-review.js';
export * from './observations.js';
export * from './scorecards.js';
