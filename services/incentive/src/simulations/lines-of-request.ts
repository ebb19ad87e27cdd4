import type { SimulatedLine, Simulation } from '@quyu/incentive-contracts';
import { type Fraction, multiplyFractions, wholeFraction } from '../calculation/fraction.js';
import type { CreditedLine } from './history-of-lines.js';

/** Whose lines: `partner AW1` or `salesperson 282`. */
export type PayeeKey = `${'partner' | 'salesperson'} ${string}`;

/** An amount in the plan's currency, exact. */
export type Convert = (amount: SimulatedLine['amount'], day: string, pointer: string) => Fraction;

interface Share {
  readonly person: string;
  readonly share: Fraction;
  readonly credit: 'own' | 'overlay';
}

const WHOLE = wholeFraction(1n);
const NO_PRODUCT = { group: '', category: '' };

/** The id by which a return names its sale. */
export function lineIdOf({ lineId, order, product }: Pick<SimulatedLine, 'lineId' | 'order' | 'product'>): string {
  return lineId ?? `${order}#${product}`;
} // prettier-ignore

/** The lines of a request by whom they are credited to: partners, the people who share a line, and all who lead them. */
export function creditedLines(request: Simulation, convert: Convert): ReadonlyMap<PayeeKey, readonly CreditedLine[]> {
  const sales = new Map(request.lines.map((line) => [lineIdOf(line), line]));
  const products = new Map((request.products ?? []).map((product) => [product.code, product]));
  const paths = new Map((request.territories ?? []).map(({ partner, path }) => [partner, path]));
  const leadersOf = leaders(request);
  const credited = new Map<PayeeKey, CreditedLine[]>();
  const credit = (to: PayeeKey, line: CreditedLine) => {
    const own = credited.get(to);
    if (own) own.push(line);
    else credited.set(to, [line]);
  };
  request.lines.forEach((line, at) => {
    const sale = line.returns === undefined ? line : sales.get(line.returns)!;
    const whole: CreditedLine = {
      line: lineIdOf(line),
      order: line.order,
      soldOn: line.date,
      ...(line.returns === undefined ? {} : { returns: { line: line.returns, soldOn: sale.date } }),
      credit: 'own',
      amount: convert(line.amount, sale.date, `/body/lines/${at}/amount/currency`),
      quantity: wholeFraction(BigInt(line.quantity)),
      product: { ...NO_PRODUCT, ...products.get(line.product), code: line.product },
      territories: paths.get(line.partner) ?? [],
    };
    credit(`partner ${line.partner}`, whole);
    for (const { person, share, credit: as } of sharesOf(sale)) {
      const part = partOf(whole, share);
      credit(`salesperson ${person}`, { ...part, credit: as });
      if (as === 'own') for (const leader of leadersOf(person)) credit(`salesperson ${leader}`, { ...part, credit: 'group' });
    }
  });
  return credited;
} // prettier-ignore

function sharesOf({ salesperson, split, overlays = [] }: SimulatedLine): Share[] {
  const own: Share[] = (split ?? []).map((each) => shareOf(each, 'own'));
  if (!split && salesperson !== undefined) own.push({ person: salesperson, share: WHOLE, credit: 'own' });
  return [...own, ...overlays.map((each) => shareOf(each, 'overlay'))];
}

function shareOf(
  { salesperson: person, shareBp }: { readonly salesperson: string; readonly shareBp: number },
  credit: Share['credit'],
): Share {
  return { person, share: { numerator: BigInt(shareBp), denominator: 10_000n }, credit };
}

function partOf(line: CreditedLine, share: Fraction): CreditedLine {
  if (share === WHOLE) return line;
  const { amount, quantity } = line;
  return { ...line, amount: multiplyFractions(amount, share), quantity: multiplyFractions(quantity, share) };
}

/** All above a person, each once, and never the person itself: people may lead each other in a ring. */
function leaders({ people = [] }: Simulation): (person: string) => readonly string[] {
  const managerOf = new Map(people.map(({ code, managerCode }) => [code, managerCode]));
  return (person) => {
    const above = new Set<string>();
    let next = managerOf.get(person) ?? null;
    while (next !== null && next !== person && !above.has(next)) {
      above.add(next);
      next = managerOf.get(next) ?? null;
    }
    return [...above];
  };
}
