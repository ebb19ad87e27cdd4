export { readBundledFile, readBundledTable } from './bundled-market.js';
export { type ThrowawayDatabase, createDatabase, randomRoot } from './database.js';
export { exampleContractTests } from './example-contract-tests.js';
export { type FakeClock, fakeClock } from './fake-clock.js';
export { provideInfrastructure } from './infrastructure/provide-infrastructure.js';
export { deadAddressesOf, standInFor } from './stand-in.js';
export { startTestHost } from './start-test-host.js';
export type { Identity, TestDatabase, TestHost, TestHostOptions } from './test-host.js';
