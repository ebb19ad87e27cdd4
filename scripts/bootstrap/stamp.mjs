import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { inTree, STATE } from './tree.mjs';

/** A hash over the contents of files of the repository. */
export function hashContents(files) {
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(readFileSync(inTree(file)))
      .update('\0');
  return hash.digest('hex');
}

/** A hash over the sizes and times of files: far quicker, and different whenever the contents may be. */
export function hashTimes(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const { size, mtimeMs, ino } = statSync(inTree(file));
    hash.update(`${file}\0${size}\0${mtimeMs}\0${ino}\0`);
  }
  return hash.digest('hex');
}

/** All files below a folder of the repository, in a fixed order. */
export function filesBelow(folder) {
  if (!existsSync(inTree(folder))) return [];
  const entries = readdirSync(inTree(folder), { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
  });
}

/** What was noted under `name` last time, or an empty object. */
export function readStamp(name) {
  try {
    return JSON.parse(readFileSync(stampFile(name), 'utf8'));
  } catch {
    return {}; // the first time, or a damaged note: the step runs again
  }
}

/** Notes `stamp` under `name`, whole or not at all. */
export function writeStamp(name, stamp) {
  mkdirSync(join(STATE, 'stamps'), { recursive: true });
  writeFileSync(`${stampFile(name)}.new`, JSON.stringify(stamp));
  renameSync(`${stampFile(name)}.new`, stampFile(name));
}

function stampFile(name) {
  return join(STATE, 'stamps', `${name}.json`);
}
