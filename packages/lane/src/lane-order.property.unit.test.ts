import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BrokerModel, STEPS } from './broker-model.js';

test('whatever is lost, repeated or given to others: in order, once, and in the end all of it', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...STEPS), { maxLength: 60 }), (steps) => {
      const broker = new BrokerModel();
      for (const step of steps) broker.do(step);
      const published = broker.finish();
      expect(broker.handled).toEqual(Array.from({ length: published }, (_, index) => index + 1));
    }),
    { numRuns: 2_000 },
  );
});
