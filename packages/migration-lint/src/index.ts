export { type Baseline, type Compared, baselineOf, compareWithBaseline } from './baseline.js';
export { type Finding, lintMigrations } from './lint-migrations.js';
export { RULES, type Rule } from './rules.js';
