import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Engine, openEngine } from './engine/start-engine.js';
import { buildImage, ROOT } from './images/build-image.js';
import { ensureImages } from './images/ensure-images.js';
import { SUITES, type Suite } from './suites.js';

// Runs every suite of the deployment and closes with "N passed, N failed". Arguments are handed to vitest, as filters.
const CACHE = join(ROOT, '.quyu', 'cache', 'deploy');
const REPORT = join(ROOT, '.quyu', 'logs', 'deploy.json');
const required = new Set((process.env['QUYU_DEPLOY_REQUIRED'] ?? '').split(','));

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

const note = (line: string): void => void process.stderr.write(`${line}\n`);
let engine: Engine | undefined;
let missing = '';
try {
  engine = await prepare();
} catch (error) {
  missing = error instanceof Error ? error.message : String(error);
}
const counts: Counts[] = [];
try {
  for (const suite of SUITES) counts.push(await runSuite(suite));
} finally {
  await engine?.stop();
}
const failed = counts.reduce((sum, each) => sum + each.failed, 0);
process.stdout.write(`${counts.reduce((sum, each) => sum + each.passed, 0)} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

async function prepare(): Promise<Engine> {
  const opened = await openEngine(CACHE);
  try {
    await timed('images', () => ensureImages(opened.docker, CACHE, note));
    await timed('building the image', () => buildImage(opened.docker));
    return opened;
  } catch (error) {
    await opened.stop();
    throw error;
  }
}

async function timed(what: string, work: () => Promise<void>): Promise<void> {
  const started = performance.now();
  await work();
  note(`✔ ${what} (${Math.round((performance.now() - started) / 100) / 10} s)`);
}

async function runSuite({ name, command, needs }: Suite): Promise<Counts> {
  if (needs === 'docker' && !engine) {
    note(`skipped: ${name}: ${missing}`);
    return { passed: 0, failed: required.has('docker') ? 1 : 0 };
  }
  mkdirSync(join(ROOT, '.quyu', 'logs'), { recursive: true });
  rmSync(REPORT, { force: true });
  const [program, ...args] = command;
  const isVitest = program === 'vitest';
  const more = isVitest
    ? ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`, ...process.argv.slice(2)]
    : [];
  const code = await runInherited(program, [...args, ...more]);
  if (!isVitest) return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  const { numPassedTests = 0, numFailedTests = 0 } = readReport();
  return { passed: numPassedTests, failed: code !== 0 && numFailedTests === 0 ? 1 : numFailedTests };
}

function readReport(): { readonly numPassedTests?: number; readonly numFailedTests?: number } {
  try {
    return JSON.parse(readFileSync(REPORT, 'utf8')) as ReturnType<typeof readReport>;
  } catch {
    return {}; // It did not get as far as writing it; its exit code says so.
  }
}

function runInherited(program: string, args: readonly string[]): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const env = { ...(engine?.docker.env ?? process.env), TESTCONTAINERS_RYUK_DISABLED: 'true' };
  const child = spawn(program, args, { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'] });
  child.once('error', reject);
  child.once('close', (code) => resolve(code ?? 1));
  return promise;
}
