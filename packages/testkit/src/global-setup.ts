/** The global setup of the test run; see `vitest.config.ts`. */
export { provideInfrastructure as default } from './infrastructure/provide-infrastructure.js';
