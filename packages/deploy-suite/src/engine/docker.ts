import { type Ran, type RunOptions, run, succeed } from './run.js';

/** The command line of a Docker engine that answers. */
export interface Docker {
  readonly env: NodeJS.ProcessEnv;
  /** Runs `docker ...` to its end. */
  run(args: readonly string[], options?: RunOptions): Promise<Ran>;
  /** The same, when it must succeed; gives what it printed. */
  succeed(args: readonly string[], options?: RunOptions): Promise<string>;
}

/** Programs to try: the one on PATH may be a client that lacks the builder, while the engine's own package has one that works. */
const CLIENTS = ['docker', '/usr/bin/docker'];

/**
 * The client for the engine of an environment (`DOCKER_HOST`).
 *
 * @throws Error saying what is missing when there is no client that can build.
 */
export async function openDocker(env: NodeJS.ProcessEnv = process.env): Promise<Docker> {
  const withBuilder = { ...env, DOCKER_BUILDKIT: '1' };
  for (const client of CLIENTS) if (await canBuild(client, withBuilder)) return dockerOf(client, withBuilder);
  throw new Error('there is no docker client with a builder: install docker.io, or docker with its buildx');
}

function dockerOf(client: string, env: NodeJS.ProcessEnv): Docker {
  const withEnv = (options: RunOptions = {}): RunOptions => ({ ...options, env: { ...env, ...options.env } });
  return {
    env,
    run: (args, options) => run(client, args, withEnv(options)),
    succeed: (args, options) => succeed(client, args, withEnv(options)),
  };
}

/** Before 23 the builder was part of the client; later it is a plugin. */
async function canBuild(client: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  try {
    const { code, stdout } = await run(client, ['--version'], { env });
    const major = Number(/version (\d+)/.exec(stdout)?.[1] ?? 0);
    if (code !== 0 || major === 0) return false;
    return major < 23 || (await run(client, ['buildx', 'version'], { env })).code === 0;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}
