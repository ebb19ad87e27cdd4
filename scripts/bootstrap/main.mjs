import { describe } from './explain.mjs';
import { runInTree, runNode24 } from './run.mjs';
import { setUp } from './set-up.mjs';
import { runTests } from './test-run.mjs';

const CLI = 'packages/cli/dist/main.js';
const USAGE = `Usage: node scripts/bootstrap.mjs <command>

  start [args]         bring the platform up (quyu up)
  test [filters]       all checks and tests, or only the tests whose path matches
  quyu [args]          the quyu command
  run <script> [args]  a script of package.json, with the right Node
`;

const COMMANDS = {
  start: (args) => runNode24([CLI, 'up', ...args]),
  quyu: (args) => runNode24([CLI, ...args]),
  run: ([script, ...args]) => runInTree(script, args),
  test: (args) => runTests(args),
};

/** Sets the tree up and runs one command; the exit code becomes that of this process. */
export async function main([name, ...args]) {
  const command = Object.hasOwn(COMMANDS, name ?? '') ? COMMANDS[name] : undefined;
  if (!command || (name === 'run' && args.length === 0)) {
    process.stderr.write(USAGE);
    process.exitCode = name === '--help' ? 0 : 2;
    return;
  }
  try {
    await setUp();
    process.exitCode = await command(args);
  } catch (error) {
    process.stderr.write(`\n${describe(error)}\n`);
    // Whoever counts the tests must see that none of them got to run.
    if (name === 'test') process.stdout.write('0 passed, 1 failed\n');
    process.exitCode = 1;
  }
}
