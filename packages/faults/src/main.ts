import { catalogue } from './scenarios/catalogue.js';
import { type Options, USAGE, UsageError, readOptions } from './run/options.js';
import { tableOf } from './run/report.js';
import { runSuite } from './run/suite.js';

/** The last line tells the whole outcome, in the form in which CI counts. */
async function main(options: Options): Promise<void> {
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  say(`seeds: ${options.seeds.join(',')}`);
  const results = await runSuite(options, { say, refuseSkips: Boolean(process.env['CI']) });
  const failed = results.filter(({ failures }) => failures.length > 0).length;
  const skipped = results.filter(
    ({ skipped: why, failures }) => why !== undefined && failures.length === 0,
  ).length;
  say(`\n${tableOf(results)}`);
  say(`${results.length - failed - skipped} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

try {
  const options = readOptions(
    process.argv.slice(2),
    catalogue.map(({ name }) => name),
  );
  if (options.help) {
    process.stdout.write(
      `${USAGE}\n\nScenarios:\n${catalogue.map(({ name, summary }) => `  ${name}: ${summary}`).join('\n')}\n`,
    );
  } else await main(options);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n${USAGE}\n`);
  process.exitCode = 2;
}
