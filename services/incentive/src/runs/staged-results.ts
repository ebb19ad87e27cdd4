import { createHash } from 'node:crypto';
import type { PayeeKind, PayeeResult, ReadyPlan } from './engine.js';
import { resultIdOf } from './result-id.js';

/** Bytes that are handed on at a time. */
const CHUNK = 1024 * 1024;

/** Turns results into the lines of a COPY, and keeps count of them. */
export class StagedResults {
  readonly #digest = createHash('sha256');
  readonly #amounts = new Map<string, bigint>();
  #lines: string[] = [];
  #length = 0;
  results = 0;

  add(plan: ReadyPlan, kind: PayeeKind, code: string, { amount, ...result }: PayeeResult): void {
    const { component, period, periodEnd } = result;
    const id = resultIdOf({ planCode: plan.code, component, kind, period, code });
    const fields = [
      id,
      plan.code,
      plan.version,
      component,
      kind,
      code,
      period,
      periodEnd,
      amount,
      plan.currency,
    ];
    const line = `${fields.map((field) => quote(String(field))).join(',')},${quote(JSON.stringify(result.facts))}\n`;
    this.#lines.push(line);
    this.#length += line.length;
    if (amount !== 0n) this.results += 1;
    this.#amounts.set(plan.currency, (this.#amounts.get(plan.currency) ?? 0n) + amount);
  }

  isFull(): boolean {
    return this.#length >= CHUNK;
  }

  take(): Buffer {
    const chunk = Buffer.from(this.#lines.join(''));
    this.#digest.update(chunk);
    this.#lines = [];
    this.#length = 0;
    return chunk;
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
