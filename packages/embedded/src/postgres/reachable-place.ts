import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedError, explainStorageError } from '../errors.js';
import { endPreviousPostgres } from './previous-run.js';

const NOTE = 'WHERE-THE-DATA-IS.txt';
const OWNER_NOTE = 'owner.txt';

/** True when the data of `dir` was put elsewhere, where it stays even if `dir` becomes reachable. */
export function isElsewhere(dir: string): boolean {
  return existsSync(join(dir, NOTE));
}

/** Takes the place below `root` for data that cannot live in `dir`, and leaves a note in both. */
export async function reachableBase(
  dir: string,
  root: string,
  onProgress: (line: string) => void,
): Promise<string> {
  const base = join(root, createHash('sha256').update(dir).digest('hex').slice(0, 16));
  const note = join(dir, NOTE);
  try {
    await endPreviousPostgres(join(base, 'data'), onProgress);
    adoptOrSetAside(note, base, dir);
    mkdirSync(base, { recursive: true });
    for (const path of [root, base]) chmodSync(path, 0o755);
    writeFileSync(join(base, OWNER_NOTE), `${dir}\n`);
  } catch (error) {
    throw explainStorageError(error, base);
  }
  writeFileSync(
    note,
    `${base}\nThe Postgres data of this folder is there: the user it runs as cannot get in here.\n`,
  );
  onProgress(`Postgres data: ${base} (the user Postgres runs as cannot get into ${dir})`);
  return base;
}

/** Keeps data and folder together: a moved folder brings its data along, a deleted one leaves its data behind. */
function adoptOrSetAside(note: string, base: string, dir: string): void {
  const noted = existsSync(note) ? readFileSync(note, 'utf8').split('\n')[0] : undefined;
  if (noted === base || !(noted || existsSync(base))) return;
  if (existsSync(base)) {
    rmSync(`${base}.old`, { recursive: true, force: true });
    renameSync(base, `${base}.old`);
  }
  const ownerNote = noted && join(noted, OWNER_NOTE);
  if (!noted || !ownerNote || !existsSync(ownerNote)) return;
  const owner = readFileSync(ownerNote, 'utf8').trim();
  if (owner !== dir && !existsSync(join(owner, NOTE))) renameSync(noted, base);
}

/** Moves data along when its folder was moved to where its user cannot follow. */
export function moveData(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    throw new EmbeddedError(
      'DIR_NOT_WRITABLE',
      `The user Postgres runs as can no longer reach its data in ${from}. Move it yourself, keeping owners and modes: mv ${from} ${to}`,
      { cause: error },
    );
  }
}
