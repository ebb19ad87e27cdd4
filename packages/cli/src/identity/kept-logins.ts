import { homedir } from 'node:os';
import { join } from 'node:path';
import { type StateFile, stateFile } from '../deployment/state-files.js';
import type { Login } from './login.js';

/** Logins by issuer. Only their owner can read the file. */
const logins: StateFile<Readonly<Record<string, Login>>> = stateFile('logins.json');

/** Where logins at issuers other than the local platform's are kept. */
export function userFolder(env: NodeJS.ProcessEnv = process.env): string {
  const config = env['XDG_CONFIG_HOME'] ?? env['APPDATA'] ?? join(homedir(), '.config');
  return join(config, 'quyu');
}

/** Who is logged in at an issuer, as far as a folder knows. */
export function readLogin(folder: string, issuer: string): Login | undefined {
  return logins.read(folder)?.[issuer];
}

/** Keeps a login in place of the one before. */
export function keepLogin(folder: string, login: Login): void {
  logins.write(folder, { ...logins.read(folder), [login.issuer]: login });
}

/** Forgets a login. */
export function forgetLogin(folder: string, issuer: string): void {
  const { [issuer]: _gone, ...others } = logins.read(folder) ?? {};
  logins.write(folder, others);
}
