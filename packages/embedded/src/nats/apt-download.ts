import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../run-command.js';
import { readAptArchive } from './apt-machine.js';
import { formatSource, type AptSource } from './apt-sources.js';
import { installNatsServer, type InstalledNats } from './install.js';

const UPDATE_MS = 90_000;
const DOWNLOAD_MS = 60_000;
const UNPACK_MS = 20_000;

/**
 * Fetches nats-server from the machine's own Debian or Ubuntu archive into `cacheDir`. apt checks the
 * signature as ever, but works on a state of our own: nothing is installed, the machine's package
 * lists stay as they are, and no rights are needed.
 */
export async function downloadWithApt(cacheDir: string): Promise<InstalledNats> {
  const { sources, suites, component } = readAptArchive();
  const failures: string[] = [];
  for (const source of sources) {
    for (const suite of suites) {
      try {
        return await downloadFrom(source, suite, component, cacheDir);
      } catch (error) {
        failures.push(`${suite}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
  throw new Error(failures.join('; '));
}

async function downloadFrom(source: AptSource, suite: string, component: string, cacheDir: string) {
  const work = mkdtempSync(join(tmpdir(), 'quyu-apt-'));
  try {
    const env = prepareState(work, formatSource(source, suite, component));
    await runCommand('apt-get', ['-q', 'update'], { timeoutMs: UPDATE_MS, cwd: work, env });
    await runCommand('apt-get', ['-q', 'download', 'nats-server'], {
      timeoutMs: DOWNLOAD_MS,
      cwd: work,
      env,
    });
    const archive = readdirSync(work).find((name) => name.endsWith('.deb'));
    if (!archive) throw new Error('apt-get download left no package');
    await runCommand('dpkg-deb', ['-x', archive, 'unpacked'], { timeoutMs: UNPACK_MS, cwd: work });
    return await installNatsServer(join(work, 'unpacked/usr/sbin/nats-server'), cacheDir);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Lays out an apt state of our own under `work`; the result is the environment that selects it. */
function prepareState(work: string, source: string): NodeJS.ProcessEnv {
  // apt hands its downloads to a user of its own when it runs as root.
  chmodSync(work, 0o755);
  for (const folder of ['lists/partial', 'cache/archives/partial'])
    mkdirSync(join(work, folder), { recursive: true });
  writeFileSync(join(work, 'only.sources'), source);
  writeFileSync(join(work, 'apt.conf'), aptConfig(work));
  writeFileSync(join(work, 'select.conf'), `Dir::Etc::main "${work}/apt.conf";\n`);
  return { ...process.env, LC_ALL: 'C', APT_CONFIG: join(work, 'select.conf') };
}

/** Read after the machine's own settings (proxies, certificates), which it keeps apart from what follows. */
function aptConfig(work: string): string {
  const inherited = ['/etc/apt/apt.conf', process.env['APT_CONFIG']].filter(
    (file) => file && existsSync(file),
  );
  return [
    ...inherited.map((file) => `#include "${file}";`),
    // Hooks of the machine would act on its real state.
    '#clear APT::Update::Pre-Invoke;',
    '#clear APT::Update::Post-Invoke;',
    '#clear APT::Update::Post-Invoke-Success;',
    `Dir::Etc::SourceList "${work}/only.sources";`,
    'Dir::Etc::SourceParts "/dev/null";',
    'Dir::Etc::Preferences "/dev/null";',
    'Dir::Etc::PreferencesParts "/dev/null";',
    `Dir::State::Lists "${work}/lists";`,
    `Dir::Cache "${work}/cache";`,
    'Acquire::Languages "none";',
    'Acquire::AllowInsecureRepositories "false";',
    'Acquire::http::Timeout "20";',
    'Acquire::https::Timeout "20";',
    'Acquire::Retries "1";',
    '',
  ].join('\n');
}
