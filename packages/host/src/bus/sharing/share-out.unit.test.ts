import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Claim, shareOut } from './share-out.js';

/** Which replica holds each lane; 0 is nobody. */
type Holders = Map<string, number>;

const sourceOf = (lane: string): string => lane.split('/')[0]!;

function claimsOf(holders: Holders, replica: number): Claim[] {
  return [...holders].map(([name, holder]) => ({
    name,
    source: sourceOf(name),
    holder: holder === replica ? 'us' : holder === 0 ? 'nobody' : 'another',
  }));
}

/** Lets one replica look and act. */
function act(holders: Holders, replica: number, members: number): number {
  const { take, give } = shareOut(claimsOf(holders, replica), members);
  for (const name of give) holders.set(name, 0);
  for (const name of take) if (holders.get(name) === 0) holders.set(name, replica);
  return take.length + give.length;
}

const lanesOf = (sources: number): string[] =>
  Array.from({ length: sources * 16 }, (_, n) => `s${n % sources}/p${Math.floor(n / sources)}`);

const countOf = (holders: Holders, replica: number): number =>
  [...holders.values()].filter((holder) => holder === replica).length;

describe('lanes among replicas', () => {
  test('belong all to the only one there is', () => {
    const holders: Holders = new Map(lanesOf(2).map((lane) => [lane, 0]));
    act(holders, 1, 1);
    expect(countOf(holders, 1)).toBe(32);
  });

  test('are given up to a second one until each has half, of every source', () => {
    const holders: Holders = new Map(lanesOf(2).map((lane) => [lane, 1]));
    act(holders, 1, 2);
    act(holders, 2, 2);
    expect([countOf(holders, 1), countOf(holders, 2)]).toEqual([16, 16]);
    const sources = [...holders].filter(([, holder]) => holder === 2).map(([lane]) => sourceOf(lane));
    expect(sources.filter((source) => source === 's0')).toHaveLength(8);
  });

  test('whoever holds them and whoever comes or goes: each soon has a holder, no one more than its share, and then nothing moves', () => {
    const scene = fc.record({
      sources: fc.integer({ min: 1, max: 4 }),
      members: fc.integer({ min: 1, max: 20 }),
      held: fc.array(fc.integer({ min: 0, max: 25 }), { minLength: 64, maxLength: 64 }),
    });
    fc.assert(
      fc.property(scene, ({ sources, members, held }) => {
        const lanes = lanesOf(sources);
        // Who is not a member any more holds nothing: its locks went with it.
        const holders: Holders = new Map(lanes.map((lane, n) => [lane, held[n]! > members ? 0 : held[n]!]));
        const replicas = Array.from({ length: members }, (_, n) => n + 1);
        for (let round = 0; round < 3; round += 1) {
          for (const replica of replicas) act(holders, replica, members);
        }
        const moved = replicas.reduce((sum, replica) => sum + act(holders, replica, members), 0);
        const share = Math.ceil(lanes.length / members);
        expect(moved).toBe(0);
        expect([...holders.values()].filter((holder) => holder === 0)).toEqual([]);
        for (const replica of replicas) expect(countOf(holders, replica)).toBeLessThanOrEqual(share);
      }),
    );
  });
});
