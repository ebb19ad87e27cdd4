import { type Command, Option } from 'commander';
import type { ExplainOptions } from '../explain/explain-result.js';
import { parseCount } from './events-options.js';
import { addWhereOptions } from './where-options.js';

const EXPLAIN_HELP = `
Ids of results are in GET /api/incentive/v1/results, in statements, and in the event incentive.earnings-posted.v1.

Examples:
  $ npm run quyu -- incentive explain 0198c0de-0000-7000-8000-000000000001
  $ npm run quyu -- incentive explain 0198c0de-0000-7000-8000-000000000001 --lang zh-CN --lines 100
`;

/** `quyu incentive` */
export function addIncentive(program: Command): void {
  const incentive = program
    .command('incentive')
    .summary('explain what payees earn 激励计算说明')
    .description('Looks into what payees earn.');
  const explain = incentive
    .command('explain')
    .summary('how a result came about, down to the sales lines 激励结果说明')
    .description('Explains a result: its rates, tiers, conditions and rounding, and the sales lines it follows from.')
    .argument('<result>', 'id of a result')
    .option('--json', 'print it as JSON')
    .addOption(new Option('--lang <language>', 'language').choices(['en', 'zh-CN']).default('en'))
    .addOption(new Option('--lines <count>', 'how many sales lines to show').argParser(parseCount).default(20));
  addWhereOptions(explain)
    .addHelpText('after', EXPLAIN_HELP)
    .action(async (resultId: string, options: ExplainOptions) => {
      const { explainResult } = await import('../explain/explain-result.js');
      await explainResult(resultId, options);
    });
} // prettier-ignore
