import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { isatty } from 'node:tty';
import { node24, toolEnv } from './environment.mjs';
import { explain } from './explain.mjs';
import { ensurePnpm } from './pnpm.mjs';
import { readJson, ROOT } from './tree.mjs';

const SAME_EVENT_MS = 500;
const PARENT_POLL_MS = 1000;

/** Keeps the platform small: without them V8 lets garbage grow as long as the machine has memory. */
const MEMORY = ['--max-old-space-size=512', '--max-semi-space-size=16'];

/** Runs a script with Node 24 in our place: its streams are ours, and so is its exit code. */
export function runNode24(args) {
  return runInOurPlace(node24(), [...MEMORY, ...args]);
}

/** Runs a script of package.json with Node 24 first on PATH. */
export async function runInTree(script, args) {
  const scripts = Object.keys(readJson('package.json').scripts);
  if (!scripts.includes(script))
    throw explain(`There is no script "${script}". There are: ${scripts.join(', ')}`);
  return runNode24([await ensurePnpm(), '--silent', 'run', script, ...args]);
}

function runInOurPlace(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, env: toolEnv(), stdio: 'inherit' });
    const stopForwarding = forwardSignals(child);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      stopForwarding();
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

/**
 * Passes on the signals that ask us to end. A terminal's Ctrl-C reaches the child without us, and npm
 * sends it to us a second time, so neither is passed on: the child would take it for a second Ctrl-C.
 */
function forwardSignals(child) {
  const last = {};
  const forward = (signal) => {
    const repeated = Date.now() - (last[signal] ?? 0) < SAME_EVENT_MS;
    last[signal] = Date.now();
    if (repeated || (signal === 'SIGINT' && isOnTerminal())) return;
    child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  const stopWatching = onParentGone(() => forward('SIGTERM'));
  return () => {
    signals.forEach((signal) => process.off(signal, forward));
    stopWatching();
  };
}

/** Calls back when npm was ended without telling us: it signals only the shell it put between us. */
function onParentGone(callback) {
  if (!process.env.npm_lifecycle_event) return () => {};
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, PARENT_POLL_MS);
  return () => clearInterval(timer);
}

function isOnTerminal() {
  return isatty(0) || isatty(2);
}
