import type { Command } from 'commander';
import type * as Host from '@quyu/host';
import type { PluginSpec } from '@quyu/plugin-kit';
import { CliError } from '../cli-error.js';

const HELP = `
Uses QUYU_DATABASE_URL (or QUYU_DATABASE_DIRECT_URL), whose user must be able to create roles and schemas. Running it again, or
twice at once, is safe. QUYU_DATABASE_USERS, {"<service>":"<password>"}, gives services logins of their own, which may do nothing
but act as the service: "quyu serve" with the same variable uses them, and so does --check, which needs no more rights than that.

Examples:
  $ quyu migrate
  $ quyu migrate --check            changes nothing; exits 1 when a schema is not as this version needs it
  $ quyu migrate --check partner    the same for one service: for the init container of its pods
  $ quyu migrate --lint             connects to nothing; exits 1 when a migration would break a rolling upgrade
`;

interface Options {
  readonly check?: true;
  readonly allowAhead?: true;
  readonly lint?: true;
  readonly baseline?: string;
  readonly accept?: true;
  readonly config?: string;
}

/** `quyu migrate` */
export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .argument('[ids...]', 'the services to migrate or to check (default: all of the deployment)')
    .summary("bring every service's schema up to date 更新数据库结构")
    .description("Creates each service's schema, roles and tables, or brings them up to date.")
    .option('--check', 'only say what is missing or ahead; exit 1 when anything is')
    .option('--allow-ahead', 'with --check: a schema may be newer than this version')
    .option('--lint', 'only judge the migrations themselves; exit 1 when one breaks a rolling upgrade')
    .option('--baseline <file>', 'with --lint: what is known already (default: migrations.baseline.json)')
    .option('--accept', 'with --lint: write the baseline anew; for migrations that no release has had yet')
    .option('--config <file>', 'the quyu.config.ts to use (default: the nearest one upwards)')
    .addHelpText('after', HELP)
    .action(run);
}

async function run(ids: readonly string[], options: Options): Promise<void> {
  const { check, allowAhead, lint, baseline, accept, config } = options;
  if (allowAhead && !check) throw new CliError('--allow-ahead says nothing without --check.', 'Add --check.');
  if ((baseline !== undefined || accept) && !lint)
    throw new CliError('--baseline and --accept say nothing without --lint.', 'Add --lint.');
  if (lint && (check || ids.length > 0))
    throw new CliError('--lint judges all migrations, and nothing else.', 'Give it alone.');
  if (lint) {
    const { lintDeployment } = await import('../deployment/lint-deployment.js');
    process.stdout.write(`${await lintDeployment({ config, baseline, accept: accept === true })}\n`);
    return;
  }
  const [host, { loadConfig }, { chooseServices }] = await Promise.all([
    import('@quyu/host'),
    import('../deployment/load-config.js'),
    import('../deployment/choose-services.js'),
  ]);
  const specs: readonly PluginSpec[] = chooseServices(await loadConfig(config), ids).map(({ spec }) => spec);
  const settings = { ...host.readDatabaseSettings(process.env), specs, log: host.createLog('warn') };
  if (check) await compare(host, settings, allowAhead === true);
  else await apply(host, settings);
}

async function apply(host: typeof Host, settings: Host.MigrateSettings): Promise<void> {
  const found = await host.bootStep({ name: 'migrating the database' }, () => host.migrate(settings));
  say(found.flatMap(({ plugin, pending }) => pending.map((name) => `applied  ${plugin}: ${name}`)));
}

async function compare(
  host: typeof Host,
  settings: Host.MigrateSettings,
  allowAhead: boolean,
): Promise<void> {
  const states = await host.compareSchemas(settings);
  const faults = host.schemaFaults(states, allowAhead);
  const isReadable = states.every(({ unreadable }) => unreadable === undefined);
  const lines = states.flatMap(({ plugin, missing, ahead }) => [
    ...missing.map((name) => `pending  ${plugin}: ${name}`),
    ...ahead.map((name) => `ahead    ${plugin}: ${name}`),
  ]);
  if (isReadable) say(lines);
  if (faults.length > 0) throw new host.SchemaError(faults);
}

function say(lines: readonly string[]): void {
  process.stdout.write(lines.length > 0 ? `${lines.join('\n')}\n` : 'Every schema is up to date.\n');
}
