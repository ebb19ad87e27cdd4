import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { inTree, readJson, STATE } from './tree.mjs';

/** The folder of our own pnpm. */
export const PNPM_HOME = join(STATE, 'tools', 'pnpm');

/** The real Node 24 program, not a shell script around it, so that signals reach it. */
export function node24() {
  return inTree('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** The environment of everything we start: the right Node first, then the tools, no calling home. */
export function toolEnv() {
  const path = [
    existsSync(node24()) ? dirname(node24()) : dirname(process.execPath),
    inTree('node_modules', '.bin'),
    join(PNPM_HOME, 'node_modules', '.bin'),
    process.env.PATH ?? '',
  ].join(delimiter);
  const quiet = { TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', npm_config_update_notifier: 'false' };
  return { ...process.env, ...quiet, ...homeEnv(), PATH: path };
}

/** The script of an installed package's command, to be run by Node itself on every system. */
export function binOf(name, command = name) {
  const { bin } = readJson('node_modules', name, 'package.json');
  return inTree('node_modules', name, typeof bin === 'string' ? bin : bin[command]);
}

/** Package managers keep a store below the home folder; some accounts have none that can be written. */
function homeEnv() {
  try {
    accessSync(homedir(), constants.W_OK);
    return {};
  } catch {
    const home = join(STATE, 'tools', 'home');
    mkdirSync(home, { recursive: true });
    return { HOME: home };
  }
}
