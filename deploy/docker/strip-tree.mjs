// Takes from a built tree what a container does not run: sources, tests, maps, what only development needs.
import { globSync, rmSync } from 'node:fs';

const WHAT = [
  'node_modules',
  '{packages,services,modules,samples}/*/node_modules',
  'packages/contracts/*/node_modules',
  '{packages,services,modules}/**/src',
  '{packages,services,modules}/**/.turbo',
  '{packages,services,modules}/**/dist/**/*.{map,tsbuildinfo}',
  '{packages,services,modules}/**/dist/.tsbuildinfo',
  '{packages,services,modules}/**/dist/**/*.test.*',
  '{packages,services,modules}/**/dist/e2e',
  '{packages,services,modules}/**/tsconfig.json',
];

for (const path of WHAT.flatMap((pattern) => globSync(pattern)))
  rmSync(path, { recursive: true, force: true });
