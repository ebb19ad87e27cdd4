/** A suite of `npm run test:deploy`. */
export interface Suite {
  readonly name: string;
  /** A program and its arguments, run in the root of the repository; exit code 0 counts as one test passed. */
  readonly command: readonly [string, ...string[]];
  /** What it needs: without it the suite is skipped, unless `QUYU_DEPLOY_REQUIRED` names it. */
  readonly needs?: 'docker';
}

/** Add yours here: a file `*.deploy.test.ts` is found by the first, anything else is a command of its own. */
export const SUITES: readonly Suite[] = [
  {
    name: 'containers',
    command: ['vitest', 'run', '--config', 'packages/deploy-suite/vitest.config.ts'],
    needs: 'docker',
  },
];
