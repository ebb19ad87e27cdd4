import { platformErrors } from '@quyu/contract-kit';
import { describe, expect, it } from 'vitest';
import { CliError } from './cli-error.js';
import { explainError, summariseError } from './explain-error.js';
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

  it('names the server and the step, not only the address that refused', () => {
    const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED', address: '::1', port: 9 });
    const boot = new Error('checking the database failed: connect. Is Postgres running?', { cause: refused });
    boot.name = 'BootError';
    expect(explainError(boot, false)).toBe('checking the database failed: connect. Is Postgres running?');
  });
});

describe('the last line of a container that does not start', () => {
  it('holds what happened and what to do', () => {
    expect(summariseError(new CliError('5 migrations are pending.', 'Run "quyu migrate".'))).toBe(
      '5 migrations are pending. Run "quyu migrate".',
    );
  });

  it('holds every fault of the configuration, and no value', () => {
    const faults = [
      { name: 'QUYU_NATS_URL', value: 'secret', fault: 'is wrong' },
      { name: 'QUYU_AUTH_ISSUER', value: undefined, fault: 'is required' },
    ];
    const error = Object.assign(new Error('a table'), { name: 'ConfigError', faults });
    expect(summariseError(error)).toBe('QUYU_NATS_URL is wrong; QUYU_AUTH_ISSUER is required');
  });

  it('holds every step that failed', () => {
    const errors = [new Error('no database'), new Error('no broker')];
    expect(summariseError(Object.assign(new Error('a table'), { name: 'BootErrors', errors }))).toBe(
      'no database; no broker',
    );
  });
});
