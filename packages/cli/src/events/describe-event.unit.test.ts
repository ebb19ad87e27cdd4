import { expect, it } from 'vitest';
import { describeTailed, jsonOfTailed } from './describe-event.js';

const event = {
  id: '0198c0de-0000-7000-8000-000000000001',
  type: 'partner.enrolled.v1',
  service: 'partner',
  aggregateType: 'partner',
  aggregateId: 'p-1',
  aggregateVersion: 3,
  time: '2026-11-23T08:15:30.123Z',
  correlationId: 'c',
  causationId: 'c',
  data: { code: 'AW1' },
} as const;

it('says of an event when it happened, what it is, of whom, and what it carries', () => {
  expect(describeTailed({ event })).toBe('08:15:30.123  partner.enrolled.v1  partner/p-1#3  {"code":"AW1"}');
  expect(JSON.parse(jsonOfTailed({ event }))).toEqual(event);
});

it('says what is no event', () => {
  expect(describeTailed({ unreadable: { subject: 'quyu.x', fault: 'header ce-id is missing' } })).toBe(
    'quyu.x  is no event: header ce-id is missing',
  );
});
