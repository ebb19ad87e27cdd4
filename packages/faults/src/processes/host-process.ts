/** One replica of a service, as an operator would run it: settings from the environment, SIGTERM ends it in order. */
import { readSettings, startHost } from '@quyu/host';
import { ledger } from '../plugins/ledger.js';
import { shop } from '../plugins/shop.js';

const only = process.env['FAULTS_SERVICE'] ?? '';
// A suite that is killed cannot tell its children; the end of the pipe does.
process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL')).resume();
process.stdin.unref();

const host = await startHost({
  config: { plugins: [shop, ledger] },
  settings: readSettings(process.env),
  only: [only],
});
process.once('SIGTERM', () => void stop());
process.stdout.write('ready\n');

async function stop(): Promise<void> {
  const unclean = await host.stop();
  if (unclean.length > 0) process.stderr.write(`did not stop cleanly: ${unclean.join(', ')}\n`);
  process.exitCode = unclean.length === 0 ? 0 : 1;
  // What keeps a process alive after a clean stop is a fault that a supervisor would end with SIGKILL.
  setTimeout(() => process.exit(9), 10_000).unref();
}
