import { partitionOf } from '@quyu/contract-kit';
import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { timeOfId } from './find-event.js';
import type { Lane } from '../lanes/lanes.js';
import { laneOfLetter } from './lane-of-letter.js';
import { conditionOf, filterOfSelection } from './letter-filter.js';

const lane = (name: string, more: Partial<Lane> = {}): Lane => ({
  name,
  consumer: 'ledger',
  source: 'shop',
  stream: 'QUYU_SHOP',
  durable: name,
  filterSubject: 'quyu.shop.>',
  partition: 0,
  events: new Map(),
  ...more,
});
const letter = {
  source: 'shop',
  subject: 'quyu.shop.sold.v1.p03',
  type: 'shop.sold.v1',
  aggregateType: 'till',
  aggregateId: 't-1',
};

describe('the lane of a dead letter', () => {
  const partitioned = Array.from({ length: 16 }, (_, partition) => lane(`p${partition}`, { partition }));

  it('is that of the partition of its aggregate', () => {
    expect(laneOfLetter(partitioned, letter)?.partition).toBe(partitionOf('till', 't-1'));
  });

  it('is that of its subject when its aggregate is not known', () => {
    const unknown = { ...letter, aggregateType: null, aggregateId: null };
    expect(laneOfLetter(partitioned, unknown)?.partition).toBe(3);
  });

  it('is the one in any order for a type that is taken so', () => {
    const events = new Map([['shop.sold.v1', {} as never]]);
    const lanes = [...partitioned, lane('any', { partition: 'any', events })];
    expect(laneOfLetter(lanes, letter)?.name).toBe('any');
    expect(laneOfLetter(lanes, { ...letter, type: 'shop.closed.v1' })?.name).not.toBe('any');
  });

  it('is none when its source is not consumed any more', () => {
    expect(laneOfLetter([lane('other', { source: 'bank' })], letter)).toBeUndefined();
  });
});

describe('a selection', () => {
  it('means waiting letters only, whatever it names', () => {
    expect(filterOfSelection({ by: 'all' })).toEqual({ state: 'waiting' });
    expect(filterOfSelection({ by: 'type', type: 'a.b.v1' })).toEqual({ state: 'waiting', type: 'a.b.v1' });
  });

  it('is a condition with a placeholder for each value', () => {
    expect(conditionOf({ type: 'a.b.v1', ids: ['1'] }, 'd', 3)).toEqual({
      sql: 'd.type = $3 and d.id = any($4::bigint[])',
      values: ['a.b.v1', ['1']],
    });
    expect(conditionOf({}, 'd')).toEqual({ sql: 'true', values: [] });
  });
});

it('a UUIDv7 tells when it was made, another id does not', () => {
  expect(timeOfId(v7({ msecs: 1_700_000_000_123 }))).toBe(1_700_000_000_123);
  expect(timeOfId('6f1f0a3e-6c0d-5c59-9a53-0a0d5b1f6c52')).toBeUndefined();
});
