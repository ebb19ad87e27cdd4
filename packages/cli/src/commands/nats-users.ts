import type { Command } from 'commander';
import { CliError } from '../cli-error.js';

interface Options {
  readonly check?: string;
  readonly config?: string;
}

const HELP = `
Passwords are references to the server's environment: PARTNER_NATS_PASSWORD and so on. Include the file in the server's
configuration, and give the services the same passwords in QUYU_NATS_USERS or QUYU_NATS_USERS_FILE.

Examples:
  $ npm run --silent quyu -- nats-users > users.conf
  $ npm run quyu -- nats-users --check users.conf     exits 1 when the file is not what the services need
`;

/** `quyu nats-users` */
export function addNatsUsers(program: Command): void {
  program
    .command('nats-users')
    .summary("print the broker's users and their rights 生成消息服务器的用户与权限")
    .description('Prints the least rights that each service needs, as configuration of nats-server.')
    .option('--check <file>', 'compare with a file instead of printing')
    .option('--config <file>', 'the quyu.config.ts to use (default: the nearest one upwards)')
    .addHelpText('after', HELP)
    .action(run);
}

async function run({ check, config }: Options): Promise<void> {
  const [{ authorizationBlock, deploymentRights }, { loadConfig }] = await Promise.all([
    import('@quyu/host'),
    import('../deployment/load-config.js'),
  ]);
  const { plugins } = await loadConfig(config);
  const root = process.env['QUYU_BUS_ROOT'] ?? 'quyu';
  const specs = plugins.map(({ spec }) => spec);
  const text = `# Made by "quyu nats-users" from the services' specs.\n${authorizationBlock(deploymentRights(root, specs))}`;
  if (check === undefined) process.stdout.write(text);
  else await compare(check, text);
}

async function compare(given: string, wanted: string): Promise<void> {
  const [{ readFile }, { resolveGiven }] = await Promise.all([
    import('node:fs/promises'),
    import('../deployment/find-root.js'),
  ]);
  const path = resolveGiven(given);
  if ((await readFile(path, 'utf8')) !== wanted)
    throw new CliError(
      `${path} is not what the services need.`,
      `Write it anew: npm run --silent quyu -- nats-users > "${given}"`,
    );
  process.stdout.write(`${path} is what the services need.\n`);
}
