import { platformErrors } from '@quyu/contract-kit';
import { describe, expect, it } from 'vitest';
import { CliError } from './cli-error.js';
import { explainError } from './explain-error.js';
import { CsvRefused } from './import/csv/refused.js';

describe('what a person is told of an error', () => {
  it('is what happened and what to do', () => {
    expect(explainError(new CliError('No platform runs.', 'Start one.'), false)).toBe(
      'No platform runs.\nStart one.',
    );
  });

  it('names every fault of a refused folder', () => {
    const fault = { file: 'a.csv', line: 3, column: 'B', value: null, reason: 'the column is missing' };
    expect(explainError(new CsvRefused([fault]), false)).toBe(
      'The folder cannot be imported; nothing was written.\n  a.csv, line 3, column B: the column is missing\nMend the files and import again.',
    );
  });

  it('keeps the code and the faults of a problem', () => {
    const errors = [{ pointer: '/body/code', code: 'x', message: 'is too long' }];
    expect(explainError(platformErrors.INVALID_REQUEST({ errors }), false)).toBe(
      'The platform answered INVALID_REQUEST (400): The request is not valid\n  /body/code: is too long',
    );
  });

  it('finds the address behind a failed fetch', () => {
    const refused = Object.assign(new Error('connect'), {
      code: 'ECONNREFUSED',
      address: '127.0.0.1',
      port: 9,
    });
    const failed = new TypeError('fetch failed', { cause: new AggregateError([refused]) });
    expect(explainError(failed, false)).toContain('Nothing answers at 127.0.0.1:9.');
  });

  it('says of a full disk what to do, however deep it was found', () => {
    const full = new Error('could not write', {
      cause: Object.assign(new Error('write'), { code: 'ENOSPC' }),
    });
    expect(explainError(full, false)).toBe('No space is left on the disk.\nFree some and start again.');
  });

  it('has a stack only when it is asked for', () => {
    const error = new Error('odd', { cause: new Error('deeper') });
    expect(explainError(error, false)).toBe(
      'Something unexpected happened: odd: deeper\nQUYU_DEBUG=1 shows where.',
    );
    expect(explainError(error, true)).toMatch(/\n\s+at [\s\S]*caused by Error: deeper/);
  });
});
