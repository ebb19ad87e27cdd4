import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { node24 } from './environment.mjs';
import { runLogged } from './logged.mjs';
import { adviseOnNetwork, ensurePnpm } from './pnpm.mjs';
import { step } from './progress.mjs';
import { hashContents, readStamp, writeStamp } from './stamp.mjs';
import { inTree, packageFolders } from './tree.mjs';

/** True when the installed packages are the ones the repository asks for. */
export function isInstalled() {
  return (
    existsSync(inTree('node_modules', '.modules.yaml')) &&
    existsSync(node24()) &&
    readStamp('install').hash === wanted()
  );
}

/** Installs the packages, Node 24 among them. */
export async function install() {
  const pnpm = await ensurePnpm();
  const hash = wanted();
  await step('packages', () =>
    runLogged(
      'pnpm install',
      process.execPath,
      [pnpm, 'install', '--frozen-lockfile', '--reporter=append-only'],
      advise,
    ),
  );
  linkNode();
  writeStamp('install', { hash });
}

/**
 * npm puts node_modules/.bin first on PATH, so this `node` runs every script of package.json. pnpm makes
 * it a shell script that waits for Node and dies of a signal without passing it on; a link has no such middleman.
 */
function linkNode() {
  if (process.platform === 'win32') return;
  const link = inTree('node_modules', '.bin', 'node');
  rmSync(link, { force: true });
  symlinkSync(join('..', 'node', 'bin', 'node'), link);
}

function wanted() {
  const manifests = packageFolders().map((folder) => `${folder}/package.json`);
  const all = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', '.npmrc', 'package.json', ...manifests];
  const files = all.filter((file) => existsSync(inTree(file)));
  // A tree that was moved or shared between systems needs its links and programs made anew.
  return `${process.platform}-${process.arch}-${hashContents(files)}-${inTree()}`;
}

function advise(output) {
  if (/ERR_PNPM_OUTDATED_LOCKFILE/.test(output)) {
    return 'pnpm-lock.yaml does not match the package.json files. If you changed one, bring the lock file up to date: .quyu/tools/pnpm/node_modules/.bin/pnpm install --no-frozen-lockfile';
  }
  return adviseOnNetwork(output);
}
