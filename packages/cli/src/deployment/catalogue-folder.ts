import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** A file of a folder that is not as it should be. */
export interface FolderChange {
  readonly path: string;
  readonly change: 'added' | 'changed' | 'removed';
}

type Files = Readonly<Record<string, string>>;

/** What would have to change for a folder to hold exactly these files, sorted by path. */
export function compareFolder(folder: string, wanted: Files): FolderChange[] {
  const present = new Set(listFiles(folder));
  const differing = Object.entries(wanted).flatMap(([path, content]): FolderChange[] => {
    if (!present.has(path)) return [{ path, change: 'added' }];
    return readFileSync(join(folder, path), 'utf8') === content ? [] : [{ path, change: 'changed' }];
  });
  const stray = [...present].filter((path) => !Object.hasOwn(wanted, path));
  const removed = stray.map((path): FolderChange => ({ path, change: 'removed' }));
  return [...differing, ...removed].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** Carries the changes out. */
export function writeFolder(folder: string, wanted: Files, changes: readonly FolderChange[]): void {
  for (const { path, change } of changes) {
    const place = join(folder, path);
    if (change === 'removed') rmSync(place);
    else {
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, wanted[path] ?? '');
    }
  }
}

function listFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}
