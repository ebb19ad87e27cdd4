import type { Command } from 'commander';

interface Options {
  readonly check?: true;
  readonly out?: string;
  readonly config?: string;
}

const HELP = `
Examples:
  $ npm run quyu -- catalogue             writes docs/catalogue
  $ npm run quyu -- catalogue --check     exits 1, naming the files, when the committed copy is not what the code says
`;

/** `quyu catalogue` */
export function addCatalogue(program: Command): void {
  program
    .command('catalogue')
    .summary('write or check the catalogue of events and APIs 生成或核对接口目录')
    .description('Makes AsyncAPI 3, OpenAPI 3.1 and JSON Schemas from the specs, without starting anything.')
    .option('--check', 'compare with the files that are there instead of writing')
    .option('--out <folder>', 'where the files are (default: docs/catalogue beside quyu.config.ts)')
    .option('--config <file>', 'the quyu.config.ts to use (default: the nearest one upwards)')
    .addHelpText('after', HELP)
    .action(run);
}

async function run({ check, out, config }: Options): Promise<void> {
  const [{ catalogueFiles }, { loadConfig }, { findConfig, resolveGiven }, files, path] = await Promise.all([
    import('@quyu/catalogue'),
    import('../deployment/load-config.js'),
    import('../deployment/find-root.js'),
    import('../deployment/catalogue-folder.js'),
    import('node:path'),
  ]);
  const { plugins } = await loadConfig(config);
  const folder =
    out === undefined ? path.join(path.dirname(findConfig(config)), 'docs', 'catalogue') : resolveGiven(out);
  const wanted = catalogueFiles(plugins.map(({ spec }) => spec));
  const changes = files.compareFolder(folder, wanted);
  if (!check) files.writeFolder(folder, wanted, changes);
  for (const each of changes) process.stdout.write(`${each.change.padEnd(7)}  ${each.path}\n`);
  process.stdout.write(summaryOf(folder, changes.length, check ?? false));
  if (check && changes.length > 0) process.exitCode = 1;
}

function summaryOf(folder: string, changes: number, check: boolean): string {
  if (changes === 0) return `${folder} is what the code says.\n`;
  if (!check) return `${folder}: ${changes} files written or removed.\n`;
  return `${folder} is not what the code says. Write it anew with "npm run quyu -- catalogue" and commit it.\n`;
}
