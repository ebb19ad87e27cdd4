import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Docker } from '../engine/docker.js';
import { succeed } from '../engine/run.js';
import { IMAGES } from './names.js';

/** The repository. */
export const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

const SECRETS = {
  npmrc: process.env['NPM_CONFIG_USERCONFIG'] ?? join(homedir(), '.npmrc'),
  ca: process.env['NODE_EXTRA_CA_CERTS'] ?? '',
};

/** Builds the image of the platform from this tree, with this machine's package registry; none of its settings stay in it. */
export async function buildImage(docker: Docker): Promise<void> {
  const secrets = Object.entries(SECRETS).filter(([, path]) => path !== '' && existsSync(path));
  const revision = await succeed('git', ['-C', ROOT, 'rev-parse', 'HEAD']);
  await docker.succeed(
    [
      'build',
      '--network=host',
      '--file',
      join(ROOT, 'deploy/docker/Dockerfile'),
      '--tag',
      IMAGES.quyu,
      '--build-arg',
      `NODE_IMAGE=${IMAGES.node}`,
      '--build-arg',
      `QUYU_REVISION=${revision}`,
      ...secrets.flatMap(([id, path]) => ['--secret', `id=${id},src=${path}`]),
      '--progress=plain',
      ROOT,
    ],
    { timeout: 900_000 },
  );
}
