import { defineConfig } from 'vitest/config';

/** Two cores: more workers would only wait for each other. */
const WORKERS = 2;

export default defineConfig({
  test: {
    include: ['packages/**/src/**/*.test.ts', 'services/**/src/**/*.test.ts', 'modules/**/src/**/*.test.ts'],
    // Those need a Docker engine: npm run test:deploy
    exclude: ['**/node_modules/**', '**/dist/**', '**/*.deploy.test.ts'],
    globalSetup: ['packages/testkit/src/global-setup.ts'],
    pool: 'forks',
    maxWorkers: WORKERS,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
