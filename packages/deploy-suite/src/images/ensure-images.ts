import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTemporaryFolder } from '@quyu/embedded';
import type { Docker } from '../engine/docker.js';
import { succeed } from '../engine/run.js';
import { IMAGES } from './names.js';
import {
  type PutFiles,
  putNats,
  putNode,
  putOldNats,
  putOldPostgres,
  putPostgres,
} from './stand-in-files.js';

const RECIPES = fileURLToPath(new URL('../../stand-ins', import.meta.url));
const DEBIAN = 'debian:bookworm-slim';

interface StandIn {
  readonly recipe: string;
  readonly put: PutFiles;
}

const STAND_INS: Readonly<Record<Exclude<keyof typeof IMAGES, 'quyu'>, StandIn>> = {
  node: { recipe: 'node.Dockerfile', put: putNode },
  postgres: { recipe: 'postgres.Dockerfile', put: putPostgres },
  nats: { recipe: 'nats.Dockerfile', put: putNats },
  oldPostgres: { recipe: 'postgres.Dockerfile', put: putOldPostgres },
  oldNats: { recipe: 'nats.Dockerfile', put: putOldNats },
};

/** Sees to it that every image of a run is there: kept, pulled, or, where no registry answers, made here under the same name. */
export async function ensureImages(
  docker: Docker,
  cache: string,
  note: (line: string) => void,
): Promise<void> {
  for (const [key, standIn] of Object.entries(STAND_INS) as [keyof typeof STAND_INS, StandIn][]) {
    const name = IMAGES[key];
    if (await isThere(docker, name)) continue;
    await ensureDebian(docker, cache, note);
    note(`making a stand-in for ${name}`);
    await build(docker, name, standIn, cache);
  }
}

/** Kept from an earlier run, or pulled now. */
async function isThere(docker: Docker, name: string): Promise<boolean> {
  if ((await docker.run(['image', 'inspect', name])).code === 0) return true;
  return (await docker.run(['pull', '--quiet', name], { timeout: 300_000 })).code === 0;
}

async function build(docker: Docker, name: string, { recipe, put }: StandIn, cache: string): Promise<void> {
  const folder = createTemporaryFolder('quyu-stand-in');
  try {
    cpSync(RECIPES, folder, { recursive: true });
    await put(folder, cache);
    await docker.succeed([
      'build',
      '--quiet',
      '--network=none',
      '--file',
      join(folder, recipe),
      '--tag',
      name,
      folder,
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A small Debian from the package archive of this machine. */
async function ensureDebian(docker: Docker, cache: string, note: (line: string) => void): Promise<void> {
  if (await isThere(docker, DEBIAN)) return;
  const archive = join(cache, 'debian.tar');
  if (!existsSync(archive)) {
    note(`making a stand-in for ${DEBIAN}`);
    mkdirSync(cache, { recursive: true });
    await bootstrap(archive);
  }
  await docker.succeed(['import', archive, DEBIAN]);
}

async function bootstrap(archive: string): Promise<void> {
  const root = createTemporaryFolder('quyu-debian');
  try {
    const include = '--include=ca-certificates,libstdc++6';
    await succeed('debootstrap', ['--variant=minbase', include, 'bookworm', root]);
    const parts = ['--exclude=./var/cache/apt', '--exclude=./var/lib/apt/lists', '--exclude=./usr/share/doc'];
    await succeed('tar', ['-C', root, ...parts, '-cf', `${archive}.part`, '.']);
    renameSync(`${archive}.part`, archive);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
