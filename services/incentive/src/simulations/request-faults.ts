import type { SimulatedLine, Simulation } from '@quyu/incentive-contracts';
import type { Fault } from '@quyu/plugin-kit';
import { rateFaults } from '../currencies/rates.js';
import { lineIdOf } from './lines-of-request.js';

const FAULTS_SHOWN = 100;
const WHOLE_BP = 10_000;

/** What is wrong with what a plan is to be tried on, each at its JSON Pointer in the request. */
export function requestFaults({ lines, rates = [], people = [] }: Simulation): readonly Fault[] {
  const byId = new Map(lines.map((line) => [lineIdOf(line), line]));
  return [
    ...repeated(lines.map(lineIdOf), (at) => `/body/lines/${at}/${lines[at]!.lineId === undefined ? 'order' : 'lineId'}`),
    ...lines.flatMap((line, at) => lineFaults(line, byId).map((found) => under(`/body/lines/${at}`, found))),
    ...excessReturns(lines, byId),
    ...rates.flatMap((rate, at) => rateFaults(rate).map((found) => under(`/body/rates/${at}`, found))),
    ...repeated(people.map(({ code }) => code), (at) => `/body/people/${at}/code`),
  ].slice(0, FAULTS_SHOWN);
} // prettier-ignore

function under(pointer: string, found: Fault): Fault {
  return { ...found, pointer: `${pointer}${found.pointer}` };
}

function repeated(codes: readonly string[], pointerOf: (at: number) => string): Fault[] {
  const first = new Map<string, number>();
  return codes.flatMap((code, at) => {
    if (!first.has(code)) {
      first.set(code, at);
      return [];
    }
    const message = `"${code}" is there before, as number ${first.get(code)! + 1}`;
    return [{ pointer: pointerOf(at), code: 'repeated', message }];
  });
}

function lineFaults(line: SimulatedLine, byId: ReadonlyMap<string, SimulatedLine>): Fault[] {
  const isReturn = line.returns !== undefined;
  const amount = BigInt(line.amount.amount);
  const faults: Fault[] = [...splitFaults(line)];
  if (isReturn ? line.quantity > 0 : line.quantity <= 0)
    faults.push({ pointer: '/quantity', code: 'wrong_sign', message: isReturn ? 'what comes back is zero or below' : 'a sale is above zero; what comes back names the line it returns' });
  if (isReturn ? amount > 0n : amount < 0n)
    faults.push({ pointer: '/amount/amount', code: 'wrong_sign', message: isReturn ? 'what comes back is zero or below' : 'a sale is not below zero; what comes back names the line it returns' });
  if (isReturn) faults.push(...returnFaults(line, byId.get(line.returns!)));
  return faults;
} // prettier-ignore

function splitFaults({ split }: SimulatedLine): Fault[] {
  if (!split) return [];
  const sum = split.reduce((total, { shareBp }) => total + shareBp, 0);
  if (sum === WHOLE_BP) return [];
  return [
    { pointer: '/split', code: 'not_whole', message: `shares sum to ${sum} bp; a line is shared by 10000` },
  ];
}

function returnFaults(line: SimulatedLine, sale: SimulatedLine | undefined): Fault[] {
  const pointer = '/returns';
  if (!sale || sale.returns !== undefined)
    return [{ pointer, code: 'no_original', message: `no sale of these lines has the id "${line.returns}"` }];
  const faults: Fault[] = (['partner', 'product', 'salesperson'] as const).flatMap((field) =>
    line[field] === sale[field]
      ? []
      : [
          {
            pointer: `/${field}`,
            code: 'differs_from_sale',
            message: `is "${sale[field] ?? ''}" in the sale`,
          },
        ],
  );
  if (line.amount.currency !== sale.amount.currency)
    faults.push({ pointer: '/amount/currency', code: 'differs_from_sale', message: `is ${sale.amount.currency} in the sale` });
  if (line.date < sale.date)
    faults.push({ pointer: '/date', code: 'before_sale', message: `is before the sale, of ${sale.date}` });
  if (line.split ?? line.overlays)
    faults.push({ pointer: line.split ? '/split' : '/overlays', code: 'of_sale', message: 'a return is shared as its sale was: leave it out' });
  return faults;
} // prettier-ignore

/** Of several returns the one that takes back too much is at fault. */
function excessReturns(lines: readonly SimulatedLine[], byId: ReadonlyMap<string, SimulatedLine>): Fault[] {
  const left = new Map<string, { quantity: number; amount: bigint }>();
  return lines.flatMap(({ returns, quantity, amount }, at) => {
    const sale = returns === undefined ? undefined : byId.get(returns);
    if (!sale || sale.returns !== undefined) return [];
    const before = left.get(returns!) ?? { quantity: sale.quantity, amount: BigInt(sale.amount.amount) };
    const after = { quantity: before.quantity + quantity, amount: before.amount + BigInt(amount.amount) };
    left.set(returns!, after);
    if (after.quantity >= 0 && after.amount >= 0n) return [];
    const field = after.quantity < 0 ? 'quantity' : 'amount/amount';
    return [
      {
        pointer: `/body/lines/${at}/${field}`,
        code: 'more_than_sold',
        message: 'more comes back than was sold',
      },
    ];
  });
}
