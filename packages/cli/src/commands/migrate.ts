import type { Command } from 'commander';
import { CliError } from '../cli-error.js';

const HELP = `
Uses QUYU_DATABASE_URL, whose user must be able to create roles and schemas. Running it again, or twice at once, is safe.
QUYU_DATABASE_USERS, {"<service>":"<password>"}, gives services logins of their own, which may do nothing but act as the
service: "quyu serve" with the same variable uses them.

Examples:
  $ quyu migrate
  $ quyu migrate --check            changes nothing; exits 1 when migrations are pending
`;

/** `quyu migrate` */
export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .summary("bring every service's schema up to date 更新数据库结构")
    .description("Creates each service's schema, roles and tables, or brings them up to date.")
    .option('--check', 'only say what is pending; exit 1 when anything is')
    .option('--config <file>', 'the quyu.config.ts to use (default: the nearest one upwards)')
    .addHelpText('after', HELP)
    .action((options: { readonly check?: true; readonly config?: string }) => run(options));
}

async function run({ check, config }: { readonly check?: true; readonly config?: string }): Promise<void> {
  const [host, { loadConfig }, { readUrl }] = await Promise.all([
    import('@quyu/host'),
    import('../deployment/load-config.js'),
    import('../deployment/read-url.js'),
  ]);
  const databaseUrl = readUrl('QUYU_DATABASE_URL', 'postgres://user:password@host:5432/database');
  const { plugins } = await loadConfig(config);
  const settings = { databaseUrl, specs: plugins.map(({ spec }) => spec), log: host.createLog('warn') };
  const step = check ? 'checking the database' : 'migrating the database';
  const found = await host.bootStep({ name: step }, () =>
    check
      ? host.checkMigrations(settings)
      : host.migrate({ ...settings, logins: host.readLogins(process.env) }),
  );
  const lines = found.flatMap(({ plugin, pending }) => pending.map((name) => `${plugin}: ${name}`));
  for (const line of lines) process.stdout.write(`${check ? 'pending' : 'applied'}  ${line}\n`);
  if (lines.length === 0) process.stdout.write('Every schema is up to date.\n');
  if (check && lines.length > 0)
    throw new CliError(`${lines.length} migrations are pending.`, 'Run "quyu migrate".');
}
