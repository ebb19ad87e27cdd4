import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Where nothing but generated files may lie: a service that is gone must not stay deployed. */
const GENERATED_FOLDERS = ['base/services', 'components/monitoring/dashboards'];

/** Paths of the files that are missing, different, or not wanted any more. */
export async function differingFiles(
  folder: string,
  files: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const found = await Promise.all(
    [...files].map(async ([path, text]) => ((await textOf(join(folder, path))) === text ? [] : [path])),
  );
  return [...found.flat(), ...(await strayFiles(folder, files))];
}

/** Writes the named files, and deletes those of them that are not wanted any more. */
export async function writeFiles(
  folder: string,
  files: ReadonlyMap<string, string>,
  paths: readonly string[],
): Promise<void> {
  for (const path of paths) {
    const text = files.get(path);
    if (text === undefined) {
      await rm(join(folder, path));
      continue;
    }
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

async function strayFiles(folder: string, files: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const found = GENERATED_FOLDERS.map(async (generated) => {
    const names = await absentAs([], readdir(join(folder, generated)));
    return names.map((name) => `${generated}/${name}`);
  });
  return (await Promise.all(found)).flat().filter((path) => !files.has(path));
}

const textOf = (path: string): Promise<string | undefined> => absentAs(undefined, readFile(path, 'utf8'));

async function absentAs<T, U>(absent: U, reading: Promise<T>): Promise<T | U> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return absent;
    throw error;
  }
}
