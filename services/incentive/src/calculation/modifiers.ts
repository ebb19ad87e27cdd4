import type { Modifier } from '@quyu/incentive-contracts';
import { divideHalfUp } from '@quyu/plugin-kit';
import type { Look, PlanPeriod } from './calculator.js';
import { tryGate } from './gates.js';

/** What a modifier does to a period: what it adds to the sum it works on, and what that follows from. */
export interface Modified {
  readonly amount: bigint;
  readonly facts: Readonly<Record<string, string>>;
}

/** Goes through the periods of one payee in their order; what carries over is kept between the calls. */
export type Modify = (sum: bigint, look: Look, period: PlanPeriod) => Modified;

type Of<K extends Modifier['kind']> = Extract<Modifier, { readonly kind: K }>;

/** A modifier at the plan's beginning, with nothing withheld and nothing owed. Its facts keep what it came to. */
export function beginModifier(modifier: Modifier): Modify {
  const modify = begin(modifier);
  return (sum, look, period) => {
    const { amount, facts } = modify(sum, look, period);
    return { amount, facts: { ...facts, amount: amount.toString() } };
  };
}

function begin(modifier: Modifier): Modify {
  switch (modifier.kind) {
    case 'gate':
      return beginGate(modifier);
    case 'cap':
      return beginCap(modifier);
    case 'floor':
      return beginFloor(modifier);
    case 'draw':
      return beginDraw(modifier);
    case 'holdback':
      return beginHoldback(modifier);
    case 'clawback':
      return beginClawback();
  }
}

function beginGate({ test, otherwise }: Of<'gate'>): Modify {
  let held = 0n;
  return (sum, look, period) => {
    const { holds, found } = tryGate(test, look, period);
    const before = held;
    if (holds) held = 0n;
    else if (otherwise === 'hold') held += above(sum);
    return {
      amount: holds ? before : -above(sum),
      facts: { ...texts({ sum, before }), found, outcome: holds ? 'holds' : otherwise },
    };
  };
}

function beginCap({ amount: text, excess }: Of<'cap'>): Modify {
  const cap = BigInt(text);
  let withheld = 0n;
  return (sum) => {
    const before = withheld;
    const due = sum + before;
    const paid = due > cap ? cap : due;
    withheld = excess === 'later' ? due - paid : 0n;
    return { amount: paid - sum, facts: texts({ sum, before, cap }) };
  };
}

function beginFloor({ amount: text, below }: Of<'floor'>): Modify {
  const floor = BigInt(text);
  let kept = 0n;
  return (sum) => {
    const before = kept;
    const due = sum + before;
    const isLow = due > 0n && due < floor;
    kept = isLow && below === 'later' ? due : 0n;
    const paid = isLow && below === 'raised' ? floor : 0n;
    return { amount: (isLow ? paid : due) - sum, facts: texts({ sum, before, floor }) };
  };
}

function beginDraw({ amount: text, type, recoverable }: Of<'draw'>): Modify {
  const amount = BigInt(text);
  let owed = 0n;
  return (sum) => {
    const before = owed;
    const drawn = type === 'additional' ? amount : above(amount - sum);
    const free = type === 'additional' ? above(sum) : above(sum - amount);
    const recovered = recoverable ? least(before, free) : 0n;
    if (recoverable) owed += drawn - recovered;
    return { amount: drawn - recovered, facts: texts({ sum, before, drawn, recovered, owed }) };
  };
}

function beginHoldback({ shareBp, release }: Of<'holdback'>): Modify {
  const queue: bigint[] = [];
  return (sum, look, period) => {
    const share = divideHalfUp(above(sum) * BigInt(shareBp), 10_000n);
    queue.push(share);
    const found = release.when === 'test-holds' ? tryGate(release.test, look, period) : undefined;
    // After n periods what is kept is that of the last n.
    const keep = release.when === 'after-periods' ? release.periods : Number(!found?.holds) * queue.length;
    const released = queue.splice(0, queue.length - keep).reduce((total, each) => total + each, 0n);
    return {
      amount: released - share,
      facts: { ...texts({ sum, share, released }), ...(found ? { found: found.found } : {}) },
    };
  };
}

function beginClawback(): Modify {
  let owed = 0n;
  return (sum) => {
    const before = owed;
    const due = sum - before;
    owed = above(-due);
    return { amount: above(due) - sum, facts: texts({ sum, before, owed }) };
  };
}

function above(amount: bigint): bigint {
  return amount > 0n ? amount : 0n;
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function texts(numbers: Readonly<Record<string, bigint>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(numbers).map(([name, number]) => [name, number.toString()]));
}
