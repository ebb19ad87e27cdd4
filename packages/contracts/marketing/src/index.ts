export * from './api.js';
export * from './campaigns.js';
export * from './errors.js';
export * from './events/index.js';
export * from './mdf.js';
