// Takes from a built tree what a container does not run: packages that nothing there needs, sources, tests, maps.
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ENTRY = '@quyu/cli';
const EVERYWHERE = [
  'node_modules',
  'src',
  '.turbo',
  'tsconfig.json',
  'dist/e2e',
  'dist/.tsbuildinfo',
  'dist/**/*.{map,tsbuildinfo}',
  'dist/**/*.test.*',
];

const manifestOf = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const folders = globSync('{packages,packages/contracts,services,modules,samples}/*/package.json').map(
  dirname,
);
const byName = new Map(folders.map((folder) => [manifestOf(folder).name, folder]));

/** What is installed in production: the dependencies of the root and of the command, and theirs. */
const kept = new Set(['.']);
const queue = ['.', byName.get(ENTRY)];
for (const folder of queue) {
  kept.add(folder);
  const wanted = Object.keys(manifestOf(folder).dependencies ?? {}).map((name) => byName.get(name));
  queue.push(...wanted.filter((each) => each && !kept.has(each) && !queue.includes(each)));
}

const unneeded = folders.filter((folder) => !kept.has(folder));
const parts = [...kept].flatMap((folder) => EVERYWHERE.map((pattern) => join(folder, pattern)));
for (const path of [...unneeded, ...parts.flatMap((pattern) => globSync(pattern))])
  rmSync(path, { recursive: true, force: true });
// Statements are set in two weights of the five.
for (const path of globSync('node_modules/.pnpm/@embedpdf+fonts-sc*/node_modules/@embedpdf/fonts-sc/fonts/*'))
  if (!/-(Regular|Bold)\.otf$/.test(path)) rmSync(path);
for (const path of ['samples', 'modules']) if (existsSync(path)) rmSync(path, { recursive: true });
