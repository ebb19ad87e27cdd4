import { CliError } from '../cli-error.js';
import { localTokens } from '../identity/local-platform.js';
import type { Seconds } from '../report/report.js';
import { mainJobNote, type RunningNote, runningNote, stateFolder } from './state-files.js';

/** How a command was told where the platform is. */
export interface WhereOptions {
  readonly url?: string;
  readonly token?: string;
  readonly state?: string;
}

/** Where the platform is, and as whom to call it. */
export interface Located {
  readonly baseUrl: string;
  readonly token: string | (() => Promise<string>);
  /** How long the main job took there, as far as this machine knows. */
  readonly seconds: Seconds;
  /** Its state folder, when it is the one that runs from it. */
  readonly state?: string;
}

const UNKNOWN: Seconds = { boot: null, import: null, calculate: null };

/**
 * Finds the platform: `--url` and `--token`, else `QUYU_URL` and `QUYU_TOKEN`, else the one that runs from the state
 * folder, with tokens of who is logged in there, else of the operator.
 *
 * @param machine the machine client to act as on the local platform, when nobody is logged in.
 * @throws CliError when none is known, or no token is.
 */
export async function locatePlatform(options: WhereOptions, machine?: string): Promise<Located> {
  const url = options.url ?? process.env['QUYU_URL'];
  const token = options.token ?? process.env['QUYU_TOKEN'];
  const baseUrl = url === undefined ? undefined : checkUrl(url);
  if (baseUrl !== undefined && token !== undefined) return { baseUrl, token, seconds: UNKNOWN };
  const state = stateFolder(options.state);
  const running = findRunning(state);
  // A token of the local issuer is for the local platform only: no other address gets one.
  if (baseUrl !== undefined && running?.url !== baseUrl) {
    throw new CliError(`No token is known for ${baseUrl}.`, 'Give one with --token or QUYU_TOKEN.');
  }
  if (!running) throw notRunning(state);
  const tokens = token ?? localTokens({ state, issuer: running.issuer }, machine);
  return { baseUrl: running.url, token: tokens, seconds: secondsOf(state, running), state };
}

function secondsOf(state: string, { boot }: RunningNote): Seconds {
  const done = mainJobNote.read(state);
  return { boot, import: done?.import ?? null, calculate: done?.calculate ?? null };
}

/** The platform that runs from a state folder, if one does. */
export function findRunning(state: string): RunningNote | undefined {
  const note = runningNote.read(state);
  return note && isAlive(note.pid) ? note : undefined;
}

/** What to say when no platform runs from a state folder. */
export function notRunning(state: string): CliError {
  return new CliError(
    `No platform runs from ${state}.`,
    'Start one with "npm start", or name one with --url and --token (or QUYU_URL and QUYU_TOKEN).',
  );
}

function checkUrl(text: string): string {
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol)) return url.origin;
  throw new CliError(`"${text}" is not an address.`, 'Write it like http://127.0.0.1:8080.');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
