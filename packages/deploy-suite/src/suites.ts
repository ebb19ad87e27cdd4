/** What a machine may lack. */
export type Need = 'docker' | 'compose';

/** A suite of `npm run test:deploy`. */
export interface Suite {
  readonly name: string;
  /** A program and its arguments, run in the root of the repository. Of vitest every test counts, of others the exit code. */
  readonly command: readonly [string, ...string[]];
  /** Without it the suite is skipped and says so; it fails instead where `QUYU_DEPLOY_REQUIRED` names it. */
  readonly needs?: Need;
}

const VITEST = ['vitest', 'run', '--config', 'packages/deploy-suite/vitest.config.ts'] as const;

/** Suites of their own, which the first leaves out. */
const APART = ['compose', 'nats-cluster'];
const withoutThem = APART.flatMap((name) => ['--exclude', `**/${name}.deploy.test.ts`]);

/** Add yours here. The first finds every file `*.deploy.test.ts`. */
export const SUITES: readonly Suite[] = [
  { name: 'containers', command: [...VITEST, ...withoutThem], needs: 'docker' },
  { name: 'compose', command: [...VITEST, 'compose.deploy'], needs: 'compose' },
  { name: 'nats-cluster', command: [...VITEST, 'nats-cluster.deploy'] },
];
