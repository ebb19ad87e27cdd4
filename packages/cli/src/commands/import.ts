import { type Command, Option } from 'commander';
import type { WhereOptions } from '../deployment/locate-platform.js';
import { REVIEW_YEAR } from '../main-job/scorecard.js';
import { parseYear } from './parse-options.js';
import { addWhereOptions } from './where-options.js';

interface Options extends WhereOptions {
  readonly strict?: true;
  readonly source: string;
  readonly year: number;
}

const HELP = `
The folder is laid out like packages/cli/data/adventureworks: one CSV file (UTF-8, with a header line) a kind of thing, plain or as
.csv.gz. Other files in it are left alone. A folder that cannot be taken as a whole is refused before anything is
written; a bad line is reported with file, line, column and value, and the good lines are taken. Importing the same
folder again changes nothing.

Examples:
  $ npm run quyu -- import "./my market"
  $ npm run quyu -- import ./data --strict        exit 1 when any line was rejected
  $ npm run quyu -- import ./data --url https://quyu.example.org --token "$TOKEN"
`;

/** `quyu import` */
export function addImport(program: Command): void {
  const command = program
    .command('import')
    .argument('<folder>', 'folder of CSV files')
    .summary("import a market's data and calculate 导入市场数据并计算")
    .description(
      "Imports a market's data through the services' public APIs, calculates rewards and scores, and reports.",
    )
    .option('--strict', 'exit 1 when lines were rejected')
    .option(
      '--source <name>',
      'the system the sales come from: the same lines of one source are recognised',
      'adventureworks',
    );
  command.addOption(
    new Option('--year <year>', 'the year whose partners are scored')
      .argParser(parseYear)
      .default(REVIEW_YEAR),
  );
  addWhereOptions(command).addHelpText('after', HELP).action(run);
}

async function run(given: string, { strict, source, year, ...where }: Options): Promise<void> {
  const [{ locatePlatform }, { resolveGiven }, { importInto }, { IMPORT_CLIENT }] = await Promise.all([
    import('../deployment/locate-platform.js'),
    import('../deployment/find-root.js'),
    import('../import/import-into.js'),
    import('@quyu/issuer'),
  ]);
  const rejected = await importInto(await locatePlatform(where, IMPORT_CLIENT), {
    folder: resolveGiven(given),
    source,
    year,
  });
  if (strict && rejected > 0) process.exitCode = 1;
}
