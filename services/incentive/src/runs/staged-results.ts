import { createHash } from 'node:crypto';
import type { PayeeKind, PayeeResult, ReadyPlan } from './engine.js';
import { resultIdOf } from './result-id.js';

/** Bytes that are handed on at a time. */
const CHUNK = 1024 * 1024;
/** Lines that long become bytes: held as texts, they would be moved about for as long as they wait. */
const PACKED = 32 * 1024;

/** A result on its way to become a version. */
export interface ResultRow {
  readonly resultId: string;
  readonly planCode: string;
  readonly planVersion: number;
  readonly component: string;
  readonly payeeKind: string;
  readonly payeeCode: string;
  readonly period: string;
  readonly periodEnd: string;
  /** Minor units. */
  readonly amount: string;
  readonly currency: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Turns results into the lines of a COPY, and keeps count of them. */
export class StagedResults {
  /** All results, where they are few enough to be held in memory. */
  readonly rows: ResultRow[] = [];
  readonly #keepsRows: boolean;
  readonly #digest = createHash('sha256');
  readonly #amounts = new Map<string, bigint>();
  #lines: string[] = [];
  /** Of the lines. */
  #length = 0;
  #packed: Buffer[] = [];
  #packedLength = 0;
  results = 0;

  constructor({ keepsRows }: { readonly keepsRows: boolean }) {
    this.#keepsRows = keepsRows;
  }

  add(plan: ReadyPlan, kind: PayeeKind, code: string, { amount, ...result }: PayeeResult): void {
    const { component, period, periodEnd, facts } = result;
    const resultId = resultIdOf({ planCode: plan.code, component, kind, period, code });
    if (this.#keepsRows)
      this.rows.push({
        resultId,
        planCode: plan.code,
        planVersion: plan.version,
        component,
        payeeKind: kind,
        payeeCode: code,
        period,
        periodEnd,
        amount: String(amount),
        currency: plan.currency,
        facts,
      });
    // Ids, numbers, days and currencies hold nothing that would have to be quoted.
    const names = `${quote(component)},${kind},${quote(code)},${quote(period)}`;
    const line = `${resultId},${quote(plan.code)},${plan.version},${names},${periodEnd},${amount},${plan.currency},${quote(JSON.stringify(facts))}\n`;
    this.#lines.push(line);
    this.#length += line.length;
    if (this.#length >= PACKED) this.#pack();
    if (amount !== 0n) this.results += 1;
    this.#amounts.set(plan.currency, (this.#amounts.get(plan.currency) ?? 0n) + amount);
  }

  isFull(): boolean {
    return this.#packedLength >= CHUNK;
  }

  take(): Buffer {
    this.#pack();
    const chunk = Buffer.concat(this.#packed);
    this.#digest.update(chunk);
    this.#packed = [];
    this.#packedLength = 0;
    return chunk;
  }

  #pack(): void {
    const bytes = Buffer.from(this.#lines.join(''));
    this.#packed.push(bytes);
    this.#packedLength += bytes.length;
    this.#lines = [];
    this.#length = 0;
  }

  /** Of all lines that were taken, in their order. Only once. */
  digest(): string {
    return this.#digest.digest('hex');
  }

  amounts(): { amount: string; currency: string }[] {
    return [...this.#amounts]
      .map(([currency, amount]) => ({ amount: amount.toString(), currency }))
      .toSorted((a, b) => (a.currency < b.currency ? -1 : 1));
  }
}

function quote(field: string): string {
  return /[",\n\r\\]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
