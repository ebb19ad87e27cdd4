import { Argument, type Command, Option } from 'commander';
import type { StatementAsked, StatementOptions } from '../statement/save-statement.js';
import { addWhereOptions } from './where-options.js';

const HELP = `
Examples:
  $ npm run quyu -- statement partner AW00000001 2026-11
  $ npm run quyu -- statement salesperson 282 2026-Q4 --format csv --lang en --out 282.csv
`;

/** `quyu statement` */
export function addStatement(program: Command): void {
  const command = program
    .command('statement')
    .summary('save a statement as PDF or CSV 下载激励对账单')
    .description("Saves a payee's statement of a period as a file, with how each amount came about.")
    .addArgument(new Argument('<kind>', 'whose').choices(['partner', 'salesperson']))
    .argument('<code>', 'code of the partner or salesperson')
    .argument('<period>', 'a month, quarter, half-year or year, e.g. 2026-11, 2026-Q4, 2026-H2, 2026')
    .addOption(new Option('--format <format>', 'of the file').choices(['pdf', 'csv']).default('pdf'))
    .addOption(new Option('--lang <language>', 'language').choices(['zh-CN', 'en']).default('zh-CN'))
    .option('--out <file>', 'where it goes');
  addWhereOptions(command)
    .addHelpText('after', HELP)
    .action(
      async (
        payeeKind: StatementAsked['payeeKind'],
        payeeCode: string,
        period: string,
        options: StatementOptions,
      ) => {
        const { saveStatement } = await import('../statement/save-statement.js');
        await saveStatement({ payeeKind, payeeCode, period }, options);
      },
    );
}
