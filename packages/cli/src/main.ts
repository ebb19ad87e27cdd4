#!/usr/bin/env node
import { explainError, summariseError } from './explain-error.js';
import { createProgram } from './program.js';

const IN_CONTAINERS = new Set(['serve', 'migrate', 'provision']);

// A reader such as `head` closes the pipe when it has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  await createProgram().parseAsync();
} catch (error) {
  process.stderr.write(`\n${explainError(error)}\n`);
  const command = process.argv[2] ?? '';
  // Of a container that does not start, people are shown the last line: it has to hold the reason.
  if (IN_CONTAINERS.has(command) && !process.stderr.isTTY) {
    const msg = `quyu ${command} ended: ${summariseError(error)}`;
    process.stderr.write(`${JSON.stringify({ level: 60, time: Date.now(), msg })}\n`);
  }
  process.exitCode = 1;
}
