import { platformErrors } from '@quyu/contract-kit';
import { describe, expect, test } from 'vitest';
import type { Answer } from './exchange.js';
import { faultsOfAnswer } from './judge-answer.js';

const route = { problems: ['PARTNER_NOT_FOUND'] };
const answer = (status: number, text = '{}', problem?: Answer['problem']): Answer => ({
  status,
  headers: {},
  text,
  problem,
});
const refusal = (detail: string): Answer => {
  const problem = platformErrors.INVALID_REQUEST({ detail }).toDocument();
  return answer(400, JSON.stringify(problem), problem);
};
const first = (judged: Answer, sent: readonly string[] = []): string | undefined =>
  faultsOfAnswer(judged, route, sent)[0];

describe('an answer', () => {
  test('that is well has no faults', () => {
    expect(faultsOfAnswer(answer(200, '{"items":[]}'), route)).toEqual([]);
    expect(faultsOfAnswer(refusal('/query/limit: must be a number'), route)).toEqual([]);
  });

  test('of 500 is a failure, even as a problem document', () => {
    const problem = platformErrors.INTERNAL().toDocument();
    expect(first(answer(500, JSON.stringify(problem), problem))).toBe('500 is a failure of ours');
  });

  test('that is an error without a problem document is a fault', () => {
    expect(first(answer(404, 'Not Found'))).toBe('404 without a problem document');
  });

  test('with a code that the route does not declare is a fault', () => {
    const problem = { ...platformErrors.NOT_FOUND().toDocument(), code: 'MODEL_NOT_FOUND' };
    expect(first(answer(404, '{}', problem))).toBe('the code MODEL_NOT_FOUND is not declared');
    expect(first(answer(404, '{}', { ...problem, code: 'PARTNER_NOT_FOUND' }))).toBeUndefined();
  });

  test.each([
    'Error: x\n    at run (/srv/app/packages/host/dist/a.js:3:4)',
    'cannot read /tmp/quyu/state.json',
    'insert into partner (code) values ($1) failed',
    'duplicate key value violates unique constraint "partner_code"',
    'relation "partner" does not exist',
    'connect ECONNREFUSED 127.0.0.1:5432',
    'postgres://quyu:secret@db/quyu',
    'TypeError: cannot read properties of undefined',
  ])('that tells "%s" is a fault', (detail) => {
    expect(first(refusal(detail))).toMatch(/^tells /);
  });

  test('may quote what it was asked', () => {
    const sent = '") union select version() from "x\n';
    expect(faultsOfAnswer(refusal(`no partner has the code "${sent}"`), route, [sent])).toEqual([]);
  });

  test('with a header out of a text is a fault', () => {
    expect(first({ ...answer(200), headers: { 'x-injected': 'yes' } })).toBe('has the header x-injected');
  });
});
