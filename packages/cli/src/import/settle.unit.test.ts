import { describe, expect, it } from 'vitest';
import { waitUntilQuiet } from './settle.js';

const quiet = { published: 3, handled: 3, outbox: 0, parked: 0, pending: 0, jobs: 0, deadLetters: 0 };
const asks = (...answers: Partial<typeof quiet>[]) => {
  const queue = answers.map((each) => ({ partner: { ...quiet, ...each } }));
  let count = 0;
  const ask = async () => queue[Math.min(count++, queue.length - 1)]!;
  return { ask, count: () => count };
};
const step = { update: () => undefined };

describe('the platform is at rest', () => {
  it('when nothing is under way and nothing was handled between two looks', async () => {
    const { ask, count } = asks(
      { outbox: 1, handled: 1 },
      { handled: 1, pending: 1 },
      { handled: 2 },
      {},
      {},
    );
    await waitUntilQuiet(ask, step);
    expect(count()).toBe(5);
  });

  it('even with dead letters, which the report tells', async () => {
    await expect(waitUntilQuiet(asks({ deadLetters: 2 }).ask, step)).resolves.toBeUndefined();
  });

  it('or the wait ends, saying what is stuck', async () => {
    await expect(waitUntilQuiet(asks({ outbox: 2, pending: 1 }).ask, step, 50)).rejects.toThrow(
      'Events do not move on. partner: 2 not yet published, 1 not yet handled, 0 jobs, 0 dead letters.',
    );
  });
});
