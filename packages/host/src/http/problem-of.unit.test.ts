import { Problem, platformErrors } from '@quyu/contract-kit';
import { errors } from 'jose';
import { describe, expect, test } from 'vitest';
import { DatabaseUnavailableError } from '../database/index.js';
import { problemOf } from './problem-of.js';
import { problemOfTokenError } from './token-errors.js';

const withCode = (code: string, more: object = {}): Error => Object.assign(new Error('x'), { code }, more);
const fromPostgres = (code: string): Error => withCode(code, { severity: 'ERROR' });

describe('what is thrown becomes', () => {
  test('itself when it is a problem', () => {
    const problem = platformErrors.CONFLICT({ detail: 'd' });
    expect(problemOf(problem)).toBe(problem);
  });

  test.each([
    [withCode('FST_ERR_CTP_BODY_TOO_LARGE'), 'BODY_TOO_LARGE'],
    [withCode('FST_ERR_CTP_INVALID_MEDIA_TYPE'), 'UNSUPPORTED_MEDIA_TYPE'],
    [withCode('ECONNREFUSED'), 'UNAVAILABLE'],
    [new DatabaseUnavailableError(new Error('x')), 'UNAVAILABLE'],
    [fromPostgres('57P01'), 'UNAVAILABLE'],
    [fromPostgres('40P01'), 'UNAVAILABLE'],
    [fromPostgres('22021'), 'INVALID_REQUEST'],
    [new Error('Connection terminated unexpectedly'), 'UNAVAILABLE'],
    [new TypeError('fetch failed'), 'UNAVAILABLE'],
    [new RangeError('Invalid array length'), 'INTERNAL'],
    [fromPostgres('42P01'), 'INTERNAL'],
    [new Error('the password is hunter2'), 'INTERNAL'],
    ['text', 'INTERNAL'],
    [undefined, 'INTERNAL'],
    [withCode('constructor'), 'INTERNAL'],
  ])('%s -> %s', (thrown, code) => {
    expect(problemOf(thrown).code).toBe(code);
  });

  test('something to retry, with a hint when, while the database is away', () => {
    expect(problemOf(fromPostgres('57P03')).details.retryAfterSeconds).toBe(1);
  });

  test('never its own message when it is unexpected', () => {
    expect(JSON.stringify(problemOf(new Error('hunter2')).toDocument())).not.toContain('hunter2');
  });
});

describe('a token that fails', () => {
  test.each([
    [new errors.JWTExpired('x', {}), 'UNAUTHENTICATED'],
    [new errors.JWKSNoMatchingKey(), 'UNAUTHENTICATED'],
    [new errors.JWTClaimValidationFailed('x', {}, 'iss'), 'UNAUTHENTICATED'],
    [new errors.JWKSTimeout(), 'UNAVAILABLE'],
    [new TypeError('fetch failed'), 'UNAVAILABLE'],
  ])('with %s is %s', (thrown, code) => {
    const problem = problemOfTokenError(thrown);
    expect(problem).toBeInstanceOf(Problem);
    expect(problem.code).toBe(code);
  });
});
