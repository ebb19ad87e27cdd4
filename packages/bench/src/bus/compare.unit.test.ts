import { expect, test } from 'vitest';
import { lineOf } from '../figure.js';
import { compare } from './compare.js';
import { describeSettings } from './describe-settings.js';

const each = (values: number[]) => async () => values.shift() ?? Number.NaN;

test('compares the medians of the rounds that count, and leaves the first out', async () => {
  const figure = await compare({
    name: 'relay',
    peer: 'one by one',
    budget: 5,
    rounds: 3,
    measureOurs: each([1, 600, 500, 9000]),
    measurePeer: each([9000, 100, 90, 110]),
  });
  expect(figure).toEqual({
    name: 'relay',
    value: '6.00x',
    detail: 'ours 600/s, one by one 100/s',
    budget: 'at least 5x',
    isWithin: true,
  });
});

test('says when a ratio is under its budget', async () => {
  const once = { name: 'relay', peer: 'one by one', budget: 5, rounds: 1 };
  const slow = { measureOurs: each([1, 499]), measurePeer: each([1, 100]) };
  expect(await compare({ ...once, ...slow })).toMatchObject({ value: '4.99x', isWithin: false });
});

test('works by turns, so that both see the same machine', async () => {
  const turns: string[] = [];
  const note = (who: string) => async () => turns.push(who);
  await compare({
    name: 'a',
    peer: 'b',
    budget: 0,
    rounds: 2,
    measureOurs: note('ours'),
    measurePeer: note('peer'),
  });
  expect(turns).toEqual(['ours', 'peer', 'ours', 'peer', 'ours', 'peer']);
});

test('shows under a figure how both sides are set', async () => {
  const figure = await compare({
    name: 'relay',
    peer: 'one by one',
    budget: 0,
    rounds: 1,
    measureOurs: each([1, 4]),
    measurePeer: each([1, 2]),
    settings: async () => [
      describeSettings('ours', { pool: 10 }),
      describeSettings('one by one', { read: 1000, tried: [16, 32], plain: true }),
    ],
  });
  expect(lineOf(figure)).toBe(
    'bench relay: 2.00x (ours 4/s, one by one 2/s)\n  ours: pool=10\n  one by one: read=1000 tried=[16,32] plain=true',
  );
});
