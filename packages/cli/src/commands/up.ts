import { rmSync } from 'node:fs';
import { type Command, Option } from 'commander';
import type { Language } from '../report/headings.js';
import { parsePort } from './parse-options.js';

interface Options {
  readonly port?: number;
  readonly host?: string;
  readonly once?: true;
  readonly json?: true;
  readonly import: boolean;
  readonly state?: string;
  readonly config?: string;
  readonly lang: Language;
}

const HELP = `
What happens: Postgres and nats-server start with their data in the state folder, then every service of quyu.config.ts in
one process. On the first start the bundled market is imported, calculated and reported; later starts show the report again.

Examples:
  $ npm start                       everything, on a free port; Ctrl-C stops it
  $ npm start -- --port 8080        on this port
  $ npm start -- --once --json      from nothing to the report as JSON, then stop; leaves nothing behind
  $ npm start -- --no-import        an empty platform, for your own data: npm run quyu -- import <folder>
`;

/** `quyu up` */
export function addUp(program: Command): void {
  program
    .command('up')
    .summary('run the whole platform on this machine 在本机启动整个平台')
    .description('Runs every service in one process, with its own Postgres and NATS.')
    .addOption(
      new Option('--port <port>', 'port to listen on (default: the last one if it is free)').argParser(
        parsePort,
      ),
    )
    .option('--host <address>', 'address to listen on (default: 127.0.0.1, this machine only)')
    .option('--once', 'print the report and stop; without --state from nothing, leaving nothing behind')
    .option('--json', 'print the report as JSON')
    .option('--no-import', 'do not import the bundled market')
    .option('--state <folder>', 'folder for all data (default: .quyu beside quyu.config.ts)')
    .option('--config <file>', 'the quyu.config.ts to use (default: the nearest one upwards)')
    .addOption(new Option('--lang <language>', 'language of the report').choices(['en', 'zh']).default('en'))
    .addHelpText('after', HELP)
    .action(async (options: Options) => {
      process.exitCode = await up(options);
    });
}

async function up({ lang, ...options }: Options): Promise<number> {
  const { startTelemetry } = await import('@quyu/telemetry');
  const telemetry = await startTelemetry(process.env);
  const [{ bringUp }, { stateFolder }, { createTemporaryFolder }] = await Promise.all([
    import('../up/bring-up.js'),
    import('../deployment/state-files.js'),
    import('@quyu/embedded'),
  ]);
  const isTemporary = options.once === true && options.state === undefined;
  const state = isTemporary ? createTemporaryFolder('quyu-once') : stateFolder(options.state, options.config);
  try {
    const { once = false, json = false } = options;
    return await bringUp({ ...options, state, once, json, language: lang });
  } finally {
    if (isTemporary) rmSync(state, { recursive: true, force: true });
    await telemetry?.stop();
  }
}
