#!/usr/bin/env node
import { explainError, summariseError } from './explain-error.js';
import { createProgram } from './program.js';

const IN_CONTAINERS = new Set(['serve', 'migrate', 'provision']);
const command = process.argv[2] ?? '';

// A reader such as `head` closes the pipe when it has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

// What nobody caught: Node would end on its version, which is not why.
if (IN_CONTAINERS.has(command))
  process.once('uncaughtException', (error) => {
    process.stderr.write(`\n${explainError(error, true)}\n`);
    sayLast(error);
    process.exit(1);
  });

try {
  await createProgram().parseAsync();
} catch (error) {
  process.stderr.write(`\n${explainError(error)}\n`);
  sayLast(error);
  process.exitCode = 1;
}

/** Of a container that does not start, people are shown the last line: it has to hold the reason. */
function sayLast(error: unknown): void {
  if (!IN_CONTAINERS.has(command) || process.stderr.isTTY) return;
  const msg = `quyu ${command} ended: ${summariseError(error)}`;
  process.stderr.write(`${JSON.stringify({ level: 60, time: Date.now(), msg })}\n`);
}
