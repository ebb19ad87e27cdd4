import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { explain } from './explain.mjs';
import { toolEnv } from './environment.mjs';
import { ROOT, STATE } from './tree.mjs';

const TAIL_LINES = 40;

/**
 * Runs a program with all its output in `.quyu/logs/<name>.log`. When it fails, the error shows the
 * end of that output; `advise` may turn the output into a sentence that says what to do.
 */
export async function runLogged(name, command, args, advise = noAdvice) {
  const log = logFile(name);
  const code = await runInto(log, command, args);
  if (code === 0) return;
  const output = readFileSync(log, 'utf8');
  const advice = advise(output);
  throw explain(
    `${name} failed (${code}). The end of its output (all of it: ${log}):\n\n${tail(output)}${advice ? `\n\n${advice}` : ''}`,
  );
}

function noAdvice() {
  return '';
}

/** The log of one step; its folder is made when missing. */
export function logFile(name) {
  mkdirSync(join(STATE, 'logs'), { recursive: true });
  return join(STATE, 'logs', `${name.replace(/[^\w-]+/g, '-')}.log`);
}

/** The last lines of a text. */
export function tail(text) {
  return text.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
}

function runInto(log, command, args) {
  const fd = openSync(log, 'w');
  const options = { cwd: ROOT, env: toolEnv(), stdio: ['ignore', fd, fd], windowsHide: true };
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, options);
    const endToo = () => child.kill();
    process.once('exit', endToo);
    child.once('error', (error) => reject(explain(`${command} cannot be run: ${error.message}`, error)));
    child.once('exit', (code, signal) => {
      process.off('exit', endToo);
      resolve(signal ?? code);
    });
  }).finally(() => closeSync(fd));
}
