export * from './account-assigned.js';
export * from './account-unassigned.js';
export * from './model-activated.js';
export * from './staff-enrolled.js';
export * from './target-accepted.js';
export { targetIssued } from './target-issued.js';
export * from './target-objected.js';
