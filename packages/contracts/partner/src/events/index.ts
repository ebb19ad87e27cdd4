export * from './partner-enrolled.js';
export * from './partner-screened.js';
export * from './review-decided.js';
