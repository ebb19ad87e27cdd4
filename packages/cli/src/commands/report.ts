import { type Command, Option } from 'commander';
import type { WhereOptions } from '../deployment/locate-platform.js';
import { REVIEW_YEAR } from '../main-job/scorecard.js';
import type { Language } from '../report/headings.js';
import { parseYear } from './parse-options.js';
import { addWhereOptions } from './where-options.js';

interface Options extends WhereOptions {
  readonly year: number;
  readonly json?: true;
  readonly lang: Language;
}

const HELP = `
Examples:
  $ npm run quyu -- report
  $ npm run --silent quyu -- report --json --year 2018
`;

/** `quyu report` */
export function addReport(program: Command): void {
  const command = program
    .command('report')
    .summary("show a year's market review 显示年度市场总览")
    .description("Shows a year's market review over all services.")
    .addOption(new Option('--year <year>', 'the year').argParser(parseYear).default(REVIEW_YEAR))
    .option('--json', 'print it as JSON')
    .addOption(
      new Option('--lang <language>', 'language of the headings').choices(['en', 'zh']).default('en'),
    );
  addWhereOptions(command).addHelpText('after', HELP).action(run);
}

async function run({ year, json, lang, ...where }: Options): Promise<void> {
  const [{ locatePlatform }, { connectPlatform }, { fetchReport }, { renderReport }] = await Promise.all([
    import('../deployment/locate-platform.js'),
    import('../import/platform.js'),
    import('../report/fetch-report.js'),
    import('../report/render-report.js'),
  ]);
  const located = await locatePlatform(where);
  const report = await fetchReport(connectPlatform(located), year, located.seconds);
  const text = json ? JSON.stringify(report, null, 2) : renderReport(report, { year, language: lang });
  process.stdout.write(`${text}\n`);
}
