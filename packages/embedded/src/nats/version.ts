import { runCommand } from '../run-command.js';

const VERSION_MS = 5_000;

/** The oldest nats-server that does what the bus relies on. */
export const OLDEST_NATS: Version = [2, 10, 0];

/** A version as three numbers. */
export type Version = readonly [major: number, minor: number, patch: number];

/** Reads a version out of `nats-server: v2.10.27` and its like; undefined when there is none. */
export function parseVersion(text: string): Version | undefined {
  const match = /\bv?(\d+)\.(\d+)\.(\d+)/.exec(text);
  return match ? [Number(match[1]), Number(match[2]), Number(match[3])] : undefined;
}

/** Negative when `a` is older than `b`, 0 when equal, positive when newer. */
export function compareVersions(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/** Runs `path --version`; throws, saying why, unless it is a nats-server new enough for us. */
export async function requireNatsServer(path: string): Promise<string> {
  const output = await runCommand(path, ['--version'], { timeoutMs: VERSION_MS });
  const version = output.includes('nats-server') ? parseVersion(output) : undefined;
  if (version === undefined) throw new Error(`${path} is not a nats-server`);
  if (compareVersions(version, OLDEST_NATS) < 0) {
    throw new Error(
      `${path} is version ${version.join('.')}, and ${OLDEST_NATS.join('.')} or newer is needed`,
    );
  }
  return version.join('.');
}
