import type { PayeeFact } from '@quyu/incentive-contracts';
import type { Fault } from '@quyu/plugin-kit';

/** What is wrong with a fact. Whether a plan asks for the name, or knows the payee, may be decided later. */
export function factFaults({ name, value }: PayeeFact): readonly Fault[] {
  if (name !== 'participation' || value === 'yes' || value === 'no') return [];
  const message =
    'must be "yes" from the first day on which the payee takes part, "no" from the first on which it does not';
  return [{ pointer: '/value', code: 'not_yes_or_no', message }];
}
