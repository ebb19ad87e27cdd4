import type { LocalPlatform } from '../identity/local-platform.js';
import { userFolder } from '../identity/kept-logins.js';
import { findRunning, notRunning } from './locate-platform.js';
import { stateFolder } from './state-files.js';

/** How a command was told which issuer is meant. */
export interface IssuerOptions {
  readonly issuer?: string;
  readonly state?: string;
}

/** An issuer, and the folder in which logins at it are kept. */
export type LocatedIssuer =
  | {
      readonly isLocal: true;
      readonly issuer: string;
      readonly folder: string;
      readonly platform: LocalPlatform;
    }
  | { readonly isLocal: false; readonly issuer: string; readonly folder: string };

/**
 * Finds the issuer: the one that was named, else that of the platform which runs from the state folder.
 *
 * @throws CliError when none was named and no platform runs.
 */
export function locateIssuer({ issuer, state: given }: IssuerOptions): LocatedIssuer {
  if (issuer !== undefined) return { isLocal: false, issuer, folder: userFolder() };
  const state = stateFolder(given);
  const running = findRunning(state);
  if (!running) throw notRunning(state);
  const platform = { state, issuer: running.issuer };
  return { isLocal: true, issuer: running.issuer, folder: state, platform };
}
