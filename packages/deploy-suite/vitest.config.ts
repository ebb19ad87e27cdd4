import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The tests that need containers; `npm run test:deploy` starts what they need around them. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['packages/**/src/**/*.deploy.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    pool: 'forks',
    // One world of containers at a time: they share a machine with the engine.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
});
