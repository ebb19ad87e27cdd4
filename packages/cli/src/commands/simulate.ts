import { type Command, Option } from 'commander';
import type { SimulateOptions } from '../simulate/simulate-file.js';
import { addWhereOptions } from './where-options.js';

const HELP = `
The file is what POST /api/incentive/v1/simulations takes: see docs/incentive/simulations.md.

Examples:
  $ npm run quyu -- simulate samples/simulations/tiers.json
  $ npm run --silent quyu -- simulate my-plan.json --json
`;

/** `quyu simulate` */
export function addSimulate(program: Command): void {
  const command = program
    .command('simulate')
    .summary('try a plan on sales lines of your own 激励方案试算')
    .description('Tries an incentive plan on the sales lines, quotas and facts of a file. Nothing is stored.')
    .argument('<file>', 'a simulation, as JSON')
    .option('--json', 'print all of the answer as JSON')
    .addOption(new Option('--lang <language>', 'language of the headings').choices(['en', 'zh']).default('en'));
  addWhereOptions(command)
    .addHelpText('after', HELP)
    .action(async (file: string, options: SimulateOptions) => {
      const { simulateFile } = await import('../simulate/simulate-file.js');
      await simulateFile(file, options);
    });
} // prettier-ignore
