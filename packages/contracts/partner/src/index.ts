export * from './api.js';
export * from './errors.js';
export * from './events/index.js';
export * from './partners.js';
export * from './scopes.js';
export * from './screening-policies.js';
