import { describe, expect, test } from 'vitest';
import { causeOfRequest, headersOfCause } from './cause-of-request.js';
import { readIfMatch, etagOf } from './if-match.js';
import { languageOf } from './language.js';
import { createExpiringCache } from './expiring-cache.js';

describe('the language of a problem', () => {
  test.each([
    [undefined, 'en'],
    ['', 'en'],
    ['zh', 'zh'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    ['en-GB, zh;q=0.9', 'en'],
    ['en;q=0.3, zh-Hant;q=0.4', 'zh'],
    ['zh;q=0', 'en'],
    ['zh, en', 'zh'],
    ['en, zh', 'en'],
    ['de', 'en'],
    ['*', 'en'],
    ['zh;q=x', 'en'],
  ] as const)('for "%s" is %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});

describe('the cause of what a request leads to', () => {
  const trace = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

  test('is the correlation the caller gave', () => {
    expect(causeOfRequest({ 'x-correlation-id': 'order-7', traceparent: trace }, 'r-1')).toEqual({
      correlationId: 'order-7',
      causationId: 'r-1',
      traceparent: trace,
    });
  });

  test('is the trace where no correlation is given', () => {
    expect(causeOfRequest({ traceparent: trace }, 'r-1').correlationId).toBe(
      '4bf92f3577b34da6a3ce929d0e0e4736',
    );
  });

  test.each([
    {},
    { 'x-correlation-id': 'a b' },
    { 'x-correlation-id': 'x'.repeat(129) },
    { traceparent: '00-0-0-01' },
    { traceparent: trace.replace(/4bf9\w+/, '0'.repeat(32)) },
  ])('is the request itself for %j', (headers) => {
    expect(causeOfRequest(headers, 'r-1')).toEqual({ correlationId: 'r-1', causationId: 'r-1' });
  });

  test('goes on to the services that are called', () => {
    expect(headersOfCause({ correlationId: 'c', causationId: 'r', traceparent: trace })).toEqual({
      'x-correlation-id': 'c',
      traceparent: trace,
    });
    expect(headersOfCause(undefined)).toEqual({});
  });
});

describe('versions', () => {
  test('are read from If-Match with or without quotes', () => {
    expect([readIfMatch('"3"'), readIfMatch('3'), readIfMatch('"0"')]).toEqual([3, 3, 0]);
  });

  test('come from the numeric version of an answer', () => {
    expect([
      etagOf({ version: 3 }),
      etagOf({ version: '3' }),
      etagOf({}),
      etagOf(null),
      etagOf('version'),
    ]).toEqual(['"3"', undefined, undefined, undefined, undefined]);
  });
});

describe('what is remembered for a while', () => {
  test('forgets what has expired', () => {
    const cache = createExpiringCache<string>(10);
    cache.set('t', 'ann', 100);
    expect([cache.get('t', 99), cache.get('t', 100), cache.get('t', 0)]).toEqual([
      'ann',
      undefined,
      undefined,
    ]);
  });

  test('when full forgets what was used longest ago', () => {
    const cache = createExpiringCache<number>(2);
    cache.set('a', 1, 100);
    cache.set('b', 2, 100);
    cache.get('a', 0);
    cache.set('c', 3, 100);
    expect([cache.get('a', 0), cache.get('b', 0), cache.get('c', 0)]).toEqual([1, undefined, 3]);
  });
});
