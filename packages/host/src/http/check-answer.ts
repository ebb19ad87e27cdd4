import { type Route, check } from '@quyu/contract-kit';

/** Looks at an answer before it leaves; throws when it is not what the contract says. */
export type CheckAnswer = (answer: unknown) => void;

/**
 * Makes the check of a route's answers against its contract. It is for development and tests, where drift must be
 * loud; in production answers are only shaped by the contract's JSON Schema.
 */
export function answerChecker(operation: string, route: Route, enabled: boolean): CheckAnswer {
  const { answer: schema } = route;
  if (!enabled || !schema) return () => undefined;
  return (answer) => {
    const parsed = check(schema, answer, '/answer');
    if (parsed.ok) return;
    const faults = parsed.faults.map((fault) => `${fault.pointer} ${fault.message}`).join('; ');
    throw new Error(`${operation} answered with something its contract does not have: ${faults}`);
  };
}
