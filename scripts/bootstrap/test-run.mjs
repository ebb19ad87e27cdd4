import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { binOf, node24 } from './environment.mjs';
import { describe } from './explain.mjs';
import { logFile, runLogged } from './logged.mjs';
import { ensurePnpm } from './pnpm.mjs';
import { say, seconds, step } from './progress.mjs';
import { runNode24 } from './run.mjs';
import { STATE } from './tree.mjs';

const REPORT = join(STATE, 'logs', 'vitest.json');

/** Runs every check and all tests (or, given filters, only the matching tests) and sums them up; 0 or 1. */
export async function runTests(filters) {
  const results = filters.length === 0 ? await runChecks() : [];
  results.push(await runVitest(filters));
  const passed = sum(results, 'passed');
  const failed = sum(results, 'failed');
  for (const { name, time, failed: bad } of results) say(`${bad === 0 ? '✔' : '✖'} ${name} (${time})`);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

async function runChecks() {
  const pnpm = await ensurePnpm();
  const script = (name) => [pnpm, '--silent', 'run', name];
  const checks = [
    ['format', [binOf('oxfmt'), '--check', '.']],
    ['lint', script('lint')],
    ['types', script('test:types')],
    ['unused code', script('knip')],
    ['catalogue', ['packages/cli/dist/main.js', 'catalogue', '--check']],
  ];
  const results = [];
  for (const [name, args] of checks) results.push(await runCheck(name, args));
  return results;
}

async function runCheck(name, args) {
  const started = Date.now();
  try {
    await step(name, () => runLogged(name, node24(), args));
    return { name, time: seconds(started), passed: 1, failed: 0 };
  } catch (error) {
    say(describe(error));
    return { name, time: seconds(started), passed: 0, failed: 1 };
  }
}

async function runVitest(filters) {
  const started = Date.now();
  logFile('vitest'); // makes the folder
  rmSync(REPORT, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`];
  const code = await runNode24([binOf('vitest'), 'run', ...reporters, ...filters]);
  const { numPassedTests: passed = 0, numFailedTests = 0 } = readReport();
  // A file that cannot be loaded, or an error outside any test, fails the run without failing a test.
  const failed = code !== 0 && numFailedTests === 0 ? 1 : numFailedTests;
  return { name: 'tests', time: seconds(started), passed, failed };
}

function readReport() {
  try {
    return JSON.parse(readFileSync(REPORT, 'utf8'));
  } catch {
    return {}; // vitest did not get as far as writing it
  }
}

function sum(results, field) {
  return results.reduce((total, result) => total + result[field], 0);
}
