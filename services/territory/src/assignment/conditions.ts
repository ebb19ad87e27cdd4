import type { AttributeTest, Condition } from '@quyu/territory-contracts';
import type { Attributes } from '../dimensions/dimensions.js';

/**
 * Whether a subject with these attributes is meant: what a condition says, read plainly. Where many subjects are tested,
 * compiled conditions say the same faster.
 */
export function meets(condition: Condition, attributes: Attributes): boolean {
  if ('op' in condition) return passes(condition, attributes[condition.attribute]);
  if ('not' in condition) return !meets(condition.not, attributes);
  if ('all' in condition) return condition.all.every((part) => meets(part, attributes));
  return condition.any.some((part) => meets(part, attributes));
}

/** Whether a value passes a test. What is not known (undefined) passes none. */
export function passes(test: AttributeTest, value: string | undefined): boolean {
  if (value === undefined) return false;
  switch (test.op) {
    case 'eq':
      return value === test.value;
    case 'prefix':
      return value.startsWith(test.value);
    case 'in':
      return test.values.includes(value);
    case 'range':
      return isBetween(numberIn(value), test.from, test.to);
    case 'exists':
      return true;
    default:
      return neverTested(test);
  }
}

/** The number a text stands for; NaN, which is in no range, when it stands for none. */
export function numberIn(text: string): number {
  const number = Number(text);
  return number === 0 && text.trim() === '' ? Number.NaN : number;
}

/** Both bounds belong to the range. */
function isBetween(number: number, from = -Infinity, to = Infinity): boolean {
  return number >= from && number <= to;
}

function neverTested(test: never): never {
  throw new TypeError(`unknown test: ${JSON.stringify(test)}`);
}
