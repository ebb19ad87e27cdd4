export * from './account-assigned.js';
export * from './account-unassigned.js';
export * from './model-activated.js';
export * from './staff-enrolled.js';
