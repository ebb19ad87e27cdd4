import { messageOf } from '../database/errors.js';
import { ConfigError } from './config-error.js';

/** The boot failed: which plugin, if it was one, and which step. Everything that had been started was stopped again. */
export class BootError extends Error {
  readonly step: string;
  readonly plugin: string | undefined;

  constructor(step: BootStep, message: string, cause?: unknown) {
    const who = step.plugin === undefined ? '' : `plugin "${step.plugin}": `;
    super(`${who}${step.name} failed: ${message}`, { cause });
    this.name = 'BootError';
    this.step = step.name;
    this.plugin = step.plugin;
  }
}

/** A step of the boot. */
export interface BootStep {
  readonly name: string;
  /** The plugin it is for, if it is for one. */
  readonly plugin?: string;
  /** What to do when it fails. */
  readonly remedy?: string;
}

/** Runs a step of the boot: what it throws then tells the step. A {@link ConfigError} already tells everything. */
export async function bootStep<T>(step: BootStep, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof BootError || cause instanceof ConfigError) throw cause;
    const remedy = step.remedy ?? remedyOf(cause);
    throw new BootError(
      step,
      remedy === undefined ? messageOf(cause) : `${messageOf(cause)}. ${remedy}`,
      cause,
    );
  }
}

const REMEDIES: Readonly<Record<string, string>> = {
  EADDRINUSE: 'Another program uses this port: stop it, or set QUYU_HTTP_PORT (0 takes a free one)',
  EACCES: 'This port needs more rights: set QUYU_HTTP_PORT to one above 1023',
  EADDRNOTAVAIL: 'This machine does not have that address: set QUYU_HTTP_HOST',
  ECONNREFUSED: 'Is the server running, and is its address right?',
  ENOTFOUND: 'Is the name of the server right?',
  ETIMEDOUT: 'Is the address of the server right, and may this process reach it?',
};

function remedyOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error)) return undefined;
  const code = 'code' in cause ? cause.code : undefined;
  if (typeof code === 'string' && Object.hasOwn(REMEDIES, code)) return REMEDIES[code];
  return remedyOf(cause.cause);
}
