import { type Command, InvalidArgumentError } from 'commander';

const HELP = `
Uses QUYU_NATS_URL. Running it again changes nothing; nothing is ever deleted.

Example:
  $ quyu provision --replicas 3     for three NATS servers
`;

interface Options {
  readonly replicas: number;
  readonly config?: string;
}

/** `quyu provision` */
export function addProvision(program: Command): void {
  program
    .command('provision')
    .summary("make the broker's streams and consumers 创建消息流与消费者")
    .description(
      'Makes the streams and consumers that the services need; running services cannot create any.',
    )
    .option('--replicas <count>', 'how many servers keep each stream: 1, 3 or 5', parseReplicas, 1)
    .option('--config <file>', 'the quyu.config.ts to use (default: the nearest one upwards)')
    .addHelpText('after', HELP)
    .action(run);
}

async function run({ replicas, config }: Options): Promise<void> {
  const [{ connectNats, createLog, provision }, { loadConfig }, { readUrl }] = await Promise.all([
    import('@quyu/host'),
    import('../deployment/load-config.js'),
    import('../deployment/read-url.js'),
  ]);
  const natsUrl = readUrl('QUYU_NATS_URL', 'nats://host:4222');
  const { plugins } = await loadConfig(config);
  const nc = await connectNats({ natsUrl, name: 'quyu provision', log: createLog('warn') });
  try {
    const root = process.env['QUYU_BUS_ROOT'] ?? 'quyu';
    const done = await provision({ nc, specs: plugins.map(({ spec }) => spec), root, replicas });
    for (const { action, kind, name } of done) process.stdout.write(`${action.padEnd(9)}  ${kind} ${name}\n`);
  } finally {
    await nc.close();
  }
}

function parseReplicas(text: string): number {
  if (/^[135]$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be 1, 3 or 5.');
}
