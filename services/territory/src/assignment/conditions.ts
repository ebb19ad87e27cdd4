import type { AttributeTest, Condition } from '@quyu/territory-contracts';
import type { Attributes } from '../dimensions/dimensions.js';

/** Whether a subject with these attributes is meant. */
export type Matches = (attributes: Attributes) => boolean;

/** Turns a condition into a function, once, so that testing a subject interprets nothing. */
export function compileCondition(condition: Condition): Matches {
  if ('op' in condition) return compileTest(condition);
  if ('not' in condition) {
    const matches = compileCondition(condition.not);
    return (attributes) => !matches(attributes);
  }
  if ('all' in condition) {
    const parts = condition.all.map(compileCondition);
    return (attributes) => parts.every((matches) => matches(attributes));
  }
  const parts = condition.any.map(compileCondition);
  return (attributes) => parts.some((matches) => matches(attributes));
}

function compileTest(test: AttributeTest): Matches {
  const { attribute } = test;
  switch (test.op) {
    case 'eq':
      return (attributes) => attributes[attribute] === test.value;
    case 'prefix':
      return (attributes) => attributes[attribute]?.startsWith(test.value) ?? false;
    case 'in':
      return isIn(attribute, new Set(test.values));
    case 'range':
      return isWithin(attribute, test.from ?? -Infinity, test.to ?? Infinity);
    case 'exists':
      return (attributes) => attributes[attribute] !== undefined;
    default:
      return neverTested(test);
  }
}

function isIn(attribute: string, values: ReadonlySet<string>): Matches {
  return (attributes) => {
    const value = attributes[attribute];
    return value !== undefined && values.has(value);
  };
}

/** Both bounds belong to the range; what is not a number is in no range. */
function isWithin(attribute: string, from: number, to: number): Matches {
  return (attributes) => {
    const value = attributes[attribute];
    if (value === undefined || value.trim() === '') return false;
    const number = Number(value);
    return number >= from && number <= to;
  };
}

function neverTested(test: never): never {
  throw new TypeError(`unknown test: ${JSON.stringify(test)}`);
}
