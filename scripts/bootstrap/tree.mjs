import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Where the repository keeps what it made for this machine. */
export const STATE = join(ROOT, '.quyu');

/** An absolute path from one inside the repository. */
export const inTree = (...parts) => join(ROOT, ...parts);

/** Reads a JSON file of the repository. */
export const readJson = (...parts) => JSON.parse(readFileSync(inTree(...parts), 'utf8'));

/** The folders of all workspace packages, from pnpm-workspace.yaml. */
export function packageFolders() {
  const workspace = readFileSync(inTree('pnpm-workspace.yaml'), 'utf8');
  const list = /^packages:\r?\n((?:[ \t]+-.*\r?\n?)+)/m.exec(workspace)?.[1] ?? '';
  const patterns = [...list.matchAll(/-\s*['"]?([^'"\s]+)/g)].map(([, pattern]) => pattern);
  return [...new Set(patterns.flatMap(expand))].sort((a, b) => (a < b ? -1 : 1));
}

function expand(pattern) {
  if (!pattern.endsWith('/*')) return hasPackage(pattern) ? [pattern] : [];
  const parent = pattern.slice(0, -2);
  if (!existsSync(inTree(parent))) return [];
  return readdirSync(inTree(parent))
    .map((name) => `${parent}/${name}`)
    .filter(hasPackage);
}

function hasPackage(folder) {
  return existsSync(inTree(folder, 'package.json'));
}
