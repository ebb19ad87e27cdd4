import { type Command, InvalidArgumentError } from 'commander';
import { CliError } from '../cli-error.js';

const HELP = `
Uses QUYU_NATS_URL, as the user "provisioner" when QUYU_NATS_USERS or QUYU_NATS_USERS_FILE has its password. Running it again
changes nothing. A line for each difference:
  + made    ~ changed    ! made anew    - deleted    ? nothing needs it (--prune deletes it)

Examples:
  $ quyu provision --replicas 3     for three NATS servers
  $ quyu provision --check          exits 1 when anything would change
`;

interface Options {
  readonly replicas: number;
  readonly dryRun?: boolean;
  readonly check?: boolean;
  readonly allowDestructive?: true;
  readonly prune?: true;
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
    .option('--dry-run', 'show what would be done, and change nothing')
    .option('--check', 'the same, and exit 1 when anything would change')
    .option('--allow-destructive', 'also do what could lose something')
    .option('--prune', "delete services' consumers that nothing needs; needs --allow-destructive")
    .option('--config <file>', 'the quyu.config.ts to use (default: the nearest one upwards)')
    .addHelpText('after', HELP)
    .action(run);
}

async function run({ config, check = false, dryRun = false, ...options }: Options): Promise<void> {
  const [host, { loadConfig }] = await Promise.all([
    import('@quyu/host'),
    import('../deployment/load-config.js'),
  ]);
  const { natsUrl, root, login } = host.readBrokerSettings(process.env, host.PROVISIONER);
  const specs = (await loadConfig(config)).plugins.map(({ spec }) => spec);
  const log = host.createLog('warn');
  const nc = await host.connectNats({ natsUrl, name: 'quyu provision', log, options: login });
  try {
    const settings = { nc, specs, root, ...options };
    const steps = await host.provision({ ...settings, dryRun: true });
    const changes = steps.filter(({ action }) => action !== 'unchanged');
    for (const step of changes) process.stdout.write(`${host.describeStep(step)}\n`);
    const pending = changes.filter(({ action }) => action !== 'orphaned').length;
    if (pending === 0) process.stdout.write('Nothing to change.\n');
    else if (check) throw new CliError(`${pending} changes are pending.`, 'Run "quyu provision".');
    else if (!dryRun) await host.provision(settings);
  } finally {
    await nc.close();
  }
}

function parseReplicas(text: string): number {
  if (/^[135]$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be 1, 3 or 5.');
}
