import type { Simulation } from '@quyu/incentive-contracts';
import { addFractions, type Fraction } from '../calculation/fraction.js';
import type { Month } from '../calculation/history.js';
import { periodNamed } from '../calculation/pay-periods.js';
import type { KnownPayee } from './history-of-lines.js';
import type { Convert, PayeeKey } from './lines-of-request.js';

type Quotas = Map<string, Map<Month, Fraction>>;
type Facts = Map<string, { from: string; value: string }[]>;

/** Before any day that a request can name. */
const EVER = '0000-01-01';

/** Everybody whom a request names, by kind and code, with quotas and facts. */
export function payeesOfRequest(
  request: Simulation,
  convert: Convert,
  credited: Iterable<PayeeKey>,
): readonly KnownPayee[] {
  const quotas = quotasOf(request, convert);
  const facts = factsOf(request);
  const people = (request.people ?? []).map(({ code }): PayeeKey => `salesperson ${code}`);
  const keys = new Set<PayeeKey>([...credited, ...quotas.keys(), ...facts.keys(), ...people]);
  return [...keys].toSorted().map((key) => {
    const at = key.indexOf(' ');
    const named = { kind: key.slice(0, at) as KnownPayee['kind'], code: key.slice(at + 1) };
    return { ...named, quotas: quotas.get(key) ?? new Map(), facts: facts.get(key) ?? new Map() };
  });
}

/** Spread evenly over the months of their periods, at the rate of the first day. */
function quotasOf({ quotas = [] }: Simulation, convert: Convert): Map<PayeeKey, Quotas> {
  const found = new Map<PayeeKey, Quotas>();
  quotas.forEach(({ payeeKind, payeeCode, set = 'sales', period, amount }, at) => {
    const { first, months } = periodNamed(period);
    const whole = convert(amount, firstDay(first), `/body/quotas/${at}/amount/currency`);
    const ofMonth = { numerator: whole.numerator, denominator: whole.denominator * BigInt(months) };
    const own = entry(found, `${payeeKind} ${payeeCode}`, () => new Map());
    const byMonth = entry(own, set, () => new Map<Month, Fraction>());
    for (let month = first; month < first + months; month += 1) {
      const there = byMonth.get(month);
      byMonth.set(month, there ? addFractions(there, ofMonth) : ofMonth);
    }
  });
  return found;
}

/** Facts as they are given, and the territories that partners are in. */
function factsOf({ facts = [], territories = [] }: Simulation): Map<PayeeKey, Facts> {
  const found = new Map<PayeeKey, Facts>();
  const add = (key: PayeeKey, name: string, from: string, value: string) =>
    entry(entry(found, key, () => new Map()), name, () => []).push({ from, value });
  for (const { payeeKind, payeeCode, name, value, validFrom } of facts)
    add(`${payeeKind} ${payeeCode}`, name, validFrom, value);
  for (const { partner, path } of territories)
    for (const code of path) add(`partner ${partner}`, `in-territory:${code}`, EVER, 'true');
  for (const own of found.values())
    for (const dated of own.values()) dated.sort((one, other) => (one.from < other.from ? -1 : 1));
  return found;
} // prettier-ignore

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const there = map.get(key);
  if (there !== undefined) return there;
  const made = make();
  map.set(key, made);
  return made;
}

function firstDay(month: Month): string {
  const year = String(Math.floor(month / 12)).padStart(4, '0');
  return `${year}-${String((month % 12) + 1).padStart(2, '0')}-01`;
}
