import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { PNPM_HOME } from './environment.mjs';
import { runLogged } from './logged.mjs';
import { say, step } from './progress.mjs';
import { readJson } from './tree.mjs';

const NO_NETWORK = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|network/i;

/** The script of the pnpm this repository asks for: our own, or a matching one on PATH; fetched when missing. */
export async function ensurePnpm() {
  const version = readJson('package.json').packageManager.replace('pnpm@', '');
  return find(version) ?? fetchPnpm(version);
}

/** The script of a pnpm of exactly `version`, if there is one already. */
function find(version) {
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'pnpm'));
  const packages = [ownPackage(), ...onPath.filter(existsSync).map(packageAround)];
  const folder = packages.find((candidate) => candidate && versionOf(candidate) === version);
  return folder && join(folder, 'bin', 'pnpm.cjs');
}

async function fetchPnpm(version) {
  await step(`pnpm ${version}`, async () => {
    try {
      await install(version);
    } catch {
      say('that failed; trying once more');
      await install(version);
    }
  });
  return join(ownPackage(), 'bin', 'pnpm.cjs');
}

function install(version) {
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-save', '--loglevel=error'];
  const args = ['install', '--prefix', PNPM_HOME, ...flags, `pnpm@${version}`];
  const { command, before } = npm();
  return runLogged('npm install pnpm', command, [...before, ...args], adviseOnNetwork);
}

/** A sentence for a failure that looks like one of the network. */
export function adviseOnNetwork(output) {
  if (/ENOSPC|no space left/i.test(output))
    return 'The disk is full: free some space and run the same command again.';
  if (!NO_NETWORK.test(output)) return '';
  return 'It looks like the package registry cannot be reached. Check the network, and the proxy or registry in your npm configuration (npm config list), and run the same command again: it goes on where it stopped.';
}

/** npm as a script for our own Node when npm told us where it is; a plain name needs no shell elsewhere. */
function npm() {
  const script = process.env.npm_execpath ?? '';
  if (/npm-cli\.c?js$/.test(script) && existsSync(script))
    return { command: process.execPath, before: [script] };
  const beside = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js');
  const isWindows = process.platform === 'win32';
  return isWindows && existsSync(beside)
    ? { command: process.execPath, before: [beside] }
    : { command: 'npm', before: [] };
}

function ownPackage() {
  return join(PNPM_HOME, 'node_modules', 'pnpm');
}

/** The package folder that a command on PATH belongs to: running it could make it fetch another version. */
function packageAround(command) {
  return dirname(dirname(realpathSync(command)));
}

function versionOf(folder) {
  try {
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return name === 'pnpm' && existsSync(join(folder, 'bin', 'pnpm.cjs')) ? version : undefined;
  } catch {
    return undefined; // not installed, or only half
  }
}
