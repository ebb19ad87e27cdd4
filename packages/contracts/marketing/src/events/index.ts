export * from './campaign-planned.js';
export * from './mdf-accrued.js';
