import type { Docker } from './docker.js';
import { run } from './run.js';

/** The command that reads compose files: Docker's own plugin, else the program of its own. @returns undefined when there is neither. */
export async function findCompose(docker: Docker): Promise<readonly [string, ...string[]] | undefined> {
  if ((await docker.run(['compose', 'version'])).code === 0) return ['docker', 'compose'];
  try {
    const { code } = await run('docker-compose', ['version'], { env: docker.env });
    return code === 0 ? ['docker-compose'] : undefined;
  } catch {
    return undefined; // It is not installed.
  }
}
