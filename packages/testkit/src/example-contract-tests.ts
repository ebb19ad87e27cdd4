import { type EventContract, check } from '@quyu/contract-kit';
import type { Plugin } from '@quyu/plugin-kit';
import { describe, expect, test } from 'vitest';

/**
 * Registers the contract tests of a deployment: every example of every event parses, and whoever consumes an event
 * accepts the examples of the service that publishes it, and knows it by the same aggregate and key.
 *
 * @example exampleContractTests([territory, partner, incentive]);
 */
export function exampleContractTests(plugins: readonly Plugin[]): void {
  const published = plugins.flatMap(({ spec }) => spec.publishes);
  describe.each(published)('$type', (event) => {
    test.each(event.examples.map((example, index) => [index, example]))(
      'example %i parses',
      (_index, example) => {
        expect(faultsIn(event, example)).toEqual([]);
      },
    );
  });
  for (const { spec } of plugins) {
    if (spec.consumes.length === 0) continue;
    describe(`${spec.id} understands`, () => {
      test.each(spec.consumes)('$type', (consumed) => {
        const publisher = published.find(({ type }) => type === consumed.type);
        expect(misunderstandings(consumed, publisher)).toEqual([]);
      });
    });
  }
}

/** Why a consumer does not understand what the publisher's examples say; none when it does. */
function misunderstandings(consumed: EventContract, publisher: EventContract | undefined): unknown[] {
  if (!publisher) return [`nobody here publishes ${consumed.type}`];
  const same = consumed.aggregate === publisher.aggregate && consumed.key === publisher.key;
  const faults = publisher.examples.flatMap((example) => faultsIn(consumed, example));
  return same
    ? faults
    : [
        ...faults,
        `it is about the ${publisher.aggregate} in ${publisher.key}, not what the consumer takes it for`,
      ];
}

/** Faults in an example after the journey through JSON that it would make. */
function faultsIn(event: EventContract, example: unknown): unknown[] {
  const parsed = check(event.schema, JSON.parse(JSON.stringify(example)));
  return parsed.ok ? [] : [...parsed.faults];
}
