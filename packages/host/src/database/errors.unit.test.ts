import { describe, expect, it } from 'vitest';
import {
  AmbiguousCommitError,
  DatabaseUnavailableError,
  isDatabaseOutage,
  isSerializationFailure,
  messageOf,
  sqlStateOf,
} from './errors.js';

const sql = (code: string): Error => Object.assign(new Error(`sql ${code}`), { code, severity: 'ERROR' });

describe('an error of the database', () => {
  it('is an outage when the database could not do any work, whatever it was', () => {
    const outages = ['08006', '08001', '53300', '53100', '57P01', '57P03', '58030', '25006'];
    expect(outages.map((code) => isDatabaseOutage(sql(code)))).toEqual(outages.map(() => true));
    expect(isDatabaseOutage(new DatabaseUnavailableError(new Error('gone')))).toBe(true);
    expect(isDatabaseOutage(new AmbiguousCommitError(new Error('gone')))).toBe(true);
  });

  it('is not an outage when the statement was at fault', () => {
    const faults = ['23505', '42P01', '22P02', '40001', '57014', '25P02', '42501'];
    expect(faults.map((code) => isDatabaseOutage(sql(code)))).toEqual(faults.map(() => false));
    expect(isDatabaseOutage(new Error('connect ECONNREFUSED'))).toBe(false);
  });

  it('is recognised when somebody has wrapped it', () => {
    const wrapped = new Error('could not book', { cause: sql('40P01') });
    expect(sqlStateOf(wrapped)).toBe('40P01');
    expect(isSerializationFailure(wrapped)).toBe(true);
    expect(isDatabaseOutage(new Error('x', { cause: new DatabaseUnavailableError(sql('57P01')) }))).toBe(
      true,
    );
  });

  it('is not confused with the codes of other errors', () => {
    expect(sqlStateOf(Object.assign(new Error('x'), { code: 'EPIPE' }))).toBeUndefined();
    expect(sqlStateOf('40001')).toBeUndefined();
  });

  it('has a message even when every address refused', () => {
    expect(messageOf(new AggregateError([new Error('a refused'), new Error('b refused')], ''))).toBe(
      'a refused; b refused',
    );
  });
});
