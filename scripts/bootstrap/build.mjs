import { existsSync } from 'node:fs';
import { binOf, node24 } from './environment.mjs';
import { runLogged } from './logged.mjs';
import { ensurePnpm } from './pnpm.mjs';
import { step } from './progress.mjs';
import { filesBelow, hashContents, hashTimes, readStamp, writeStamp } from './stamp.mjs';
import { inTree, packageFolders } from './tree.mjs';

/** True when what is built is what the sources say. */
export function isBuilt() {
  const folders = packageFolders();
  if (!folders.every(hasOutput)) return false;
  const files = sourcesOf(folders);
  const stamp = readStamp('build');
  const times = hashTimes(files);
  if (stamp.times === times) return true;
  if (stamp.contents !== hashContents(files)) return false;
  writeStamp('build', { ...stamp, times });
  return true;
}

/** Builds every package that changed. Turbo runs their scripts through pnpm, which may have gone since the last time. */
export async function build() {
  await ensurePnpm();
  const files = sourcesOf(packageFolders());
  const stamp = { times: hashTimes(files), contents: hashContents(files) };
  await step('build', () =>
    runLogged('build', node24(), [binOf('turbo'), 'run', 'build', '--output-logs=errors-only', '--no-color']),
  );
  writeStamp('build', stamp);
}

function sourcesOf(folders) {
  const own = folders.flatMap((folder) => [
    `${folder}/package.json`,
    `${folder}/tsconfig.json`,
    ...filesBelow(`${folder}/src`),
  ]);
  return ['tsconfig.base.json', 'turbo.json', 'pnpm-lock.yaml', ...own].filter((file) =>
    existsSync(inTree(file)),
  );
}

function hasOutput(folder) {
  return !existsSync(inTree(folder, 'tsconfig.json')) || existsSync(inTree(folder, 'dist'));
}
