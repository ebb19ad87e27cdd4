export * from './api.js';
export * from './assignments.js';
export * from './condition.js';
export * from './errors.js';
export * from './events/index.js';
export * from './models.js';
export * from './scopes.js';
export * from './staff.js';
