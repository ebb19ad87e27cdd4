import type { PluginSpec } from '@quyu/plugin-kit';
import type { Command } from 'commander';
import { CliError } from '../cli-error.js';

interface Options {
  readonly check?: boolean;
  readonly publish?: boolean;
  readonly out?: string;
  readonly config?: string;
}

const HELP = `
Examples:
  $ npm run quyu -- catalogue             writes docs/catalogue
  $ npm run quyu -- catalogue --check     exits 1, naming the files, when the committed copy is not what the code says,
                                          or a published contract was broken, naming who would suffer
  $ npm run quyu -- catalogue --publish   adds new events and routes to those that may not be broken any more
`;

/** `quyu catalogue` */
export function addCatalogue(program: Command): void {
  program
    .command('catalogue')
    .summary('write or check the catalogue of events and APIs 生成或核对接口目录')
    .description('Makes AsyncAPI 3, OpenAPI 3.1 and JSON Schemas from the specs, without starting anything.')
    .option('--check', 'compare with the files that are there instead of writing')
    .option('--publish', 'note new contracts as published: from then on --check refuses to break them')
    .option('--out <folder>', 'where the files are (default: docs/catalogue beside quyu.config.ts)')
    .option('--config <file>', 'the quyu.config.ts to use (default: the nearest one upwards)')
    .addHelpText('after', HELP)
    .action(run);
}

async function run({ check = false, publish = false, out, config }: Options): Promise<void> {
  const [catalogue, { loadConfig }, files] = await Promise.all([
    import('@quyu/catalogue'),
    import('../deployment/load-config.js'),
    import('../deployment/catalogue-folder.js'),
  ]);
  const specs = (await loadConfig(config)).plugins.map(({ spec }) => spec);
  const folder = await folderOf(out, config);
  if (publish) await publishContracts(specs, folder);
  const wanted = { ...catalogue.catalogueFiles(specs), ...catalogue.readPublished(folder) };
  const changes = files.compareFolder(folder, wanted);
  if (!check) files.writeFolder(folder, wanted, changes);
  for (const each of changes) process.stdout.write(`${each.change.padEnd(7)}  ${each.path}\n`);
  process.stdout.write(summaryOf(folder, changes.length, check));
  const broken = check ? catalogue.checkEvolution(specs, folder) : [];
  for (const fault of broken) process.stdout.write(`${fault}\n`);
  if (check && changes.length + broken.length > 0) process.exitCode = 1;
}

async function folderOf(out: string | undefined, config: string | undefined): Promise<string> {
  const [{ findConfig, resolveGiven }, path] = await Promise.all([
    import('../deployment/find-root.js'),
    import('node:path'),
  ]);
  return out === undefined
    ? path.join(path.dirname(findConfig(config)), 'docs', 'catalogue')
    : resolveGiven(out);
}

async function publishContracts(specs: readonly PluginSpec[], folder: string): Promise<void> {
  const { BreakingChangeError, publishContracts: publish } = await import('@quyu/catalogue');
  try {
    for (const path of publish(specs, folder)) process.stdout.write(`published ${path}\n`);
  } catch (error) {
    if (!(error instanceof BreakingChangeError)) throw error;
    throw new CliError(error.lines.join('\n'), 'Publish a new version beside the old one instead.');
  }
}

function summaryOf(folder: string, changes: number, check: boolean): string {
  if (changes === 0) return `${folder} is what the code says.\n`;
  if (!check) return `${folder}: ${changes} files written or removed.\n`;
  return `${folder} is not what the code says. Write it anew with "npm run quyu -- catalogue" and commit it.\n`;
}
