import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { findCompose } from './engine/compose.js';
import { run } from './engine/run.js';
import { type Engine, openEngine } from './engine/start-engine.js';
import { buildImage, ROOT } from './images/build-image.js';
import { ensureImages } from './images/ensure-images.js';
import { type Counts, runSuite } from './run-suite.js';
import { type Need, SUITES, type Suite } from './suites.js';

// Runs every suite of the deployment and closes with "N passed, N failed". Arguments name suites, or parts of the names of test files.
const CACHE = join(ROOT, '.quyu', 'cache', 'deploy');
const LARGEST_CACHE_MB = 6_000;
const required = new Set((process.env['QUYU_DEPLOY_REQUIRED'] ?? '').split(','));
const given = process.argv.slice(2);
const missing = new Map<Need, string>();

const note = (line: string): void => void process.stderr.write(`${line}\n`);
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

// Whoever asks us to stop must not find our engine running afterwards: what works with it then fails, and we end as usual.
let opened: Engine | undefined;
let isStopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    isStopping = true;
    void opened?.stop();
  });

const engine = await findEngine();
const totals = { passed: 0, failed: 0 };
try {
  if (engine) await timed('building the image', () => buildImage(engine.docker));
  for (const suite of wantedSuites()) {
    if (isStopping) throw new Error('stopped before its end');
    const { passed, failed } = await runOrSkip(suite);
    totals.passed += passed;
    totals.failed += failed;
  }
} catch (error) {
  note(messageOf(error));
  totals.failed += 1;
} finally {
  await engine?.stop();
  if (engine) await tidy(engine);
}
process.stdout.write(`${totals.passed} passed, ${totals.failed} failed\n`);
process.exitCode = totals.failed === 0 ? 0 : 1;

/** An engine with the images that others make; without it there is nothing to test with, which is not our image's fault. */
async function findEngine(): Promise<Engine | undefined> {
  try {
    opened = await openEngine(CACHE);
    const { docker } = opened;
    await timed('images', () => ensureImages(docker, CACHE, note));
    if (!(await findCompose(docker)))
      missing.set('compose', 'neither docker compose nor docker-compose is there');
    return opened;
  } catch (error) {
    missing.set('docker', messageOf(error));
    missing.set('compose', 'there is no Docker');
    await opened?.stop();
    return undefined;
  }
}

/** The layers of our own engine are a cache: once it has grown too large the next run begins anew, which takes a few minutes. */
async function tidy({ source }: Engine): Promise<void> {
  if (source !== 'started') return;
  const { stdout } = await run('du', ['-sm', CACHE]);
  if (Number.parseInt(stdout, 10) > LARGEST_CACHE_MB)
    rmSync(join(CACHE, 'engine'), { recursive: true, force: true });
}

async function timed(what: string, work: () => Promise<void>): Promise<void> {
  const started = performance.now();
  await work();
  note(`✔ ${what} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
}

/** Names of suites choose suites; anything else is a filter for the files of the first. */
function wantedSuites(): readonly Suite[] {
  const named = SUITES.filter(({ name }) => given.includes(name));
  const [first] = SUITES;
  if (given.length === 0 || !first) return SUITES;
  return filtersOf(first).length > 0 && !named.includes(first) ? [first, ...named] : named;
}

function filtersOf(suite: Suite): readonly string[] {
  return suite === SUITES[0] ? given.filter((each) => SUITES.every(({ name }) => name !== each)) : [];
}

async function runOrSkip(suite: Suite): Promise<Counts> {
  const { name, needs } = suite;
  const reason = needs && missing.get(needs);
  if (reason === undefined) return runSuite(suite, filtersOf(suite), engine?.docker.env ?? process.env);
  note(`skipped: ${name}: ${reason}`);
  return { passed: 0, failed: needs && required.has(needs) ? 1 : 0 };
}
