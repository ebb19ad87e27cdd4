import { setTimeout as sleep } from 'node:timers/promises';
import type { Mode } from '../plugins/contracts.js';
import { type Random, createRandom } from '../run/random.js';
import type { Witness } from '../witness/witness.js';
import { isReady } from './replica.js';

/** How the writers write. */
export interface LoadOptions {
  readonly writers?: number;
  /** Longest pause between two sales of a writer, in milliseconds. */
  readonly pauseMs?: number;
  readonly tills?: number;
  /** How likely a sale is refused after it has published. */
  readonly refusals?: number;
}

/** Writers at work. */
export interface Load {
  /** How many sales were answered with 2xx so far. */
  readonly done: number;
  /** How many attempts had another end than 2xx or a refusal that was asked for. */
  readonly failures: number;
  /** A single sale besides the others. */
  sell(tills: readonly string[], mode: Mode): Promise<void>;
  /** Lets every writer finish the sale it is at. */
  finish(): Promise<void>;
}

/** Where to write, and how it is remembered. */
export interface Counter {
  readonly urls: readonly string[];
  readonly token: string;
  readonly witness: Witness;
  readonly random: Random;
}

const ATTEMPT_MS = 3_000;
/** Like any sane client: it does not ask for ever, and counts as unknown what nobody would tell it. */
const GIVE_UP_MS = 60_000;
const RETRY_MS = 100;
const PROBE_MS = 100;

/** Starts writers. Each request has an idempotency key, and is repeated with it until the answer is a definite one. */
export function startLoad(counter: Counter, options: LoadOptions = {}): Load {
  const { writers = 8, pauseMs = 40, tills = 20, refusals = 0.1 } = options;
  const over = new AbortController();
  const door = openDoor(counter.urls);
  const tally = { done: 0, failures: 0, serial: 0 };
  const sell = async (chosen: readonly string[], mode: Mode, refuse: boolean): Promise<void> => {
    const saleId = `s${counter.random.seed}-${(tally.serial += 1)}`;
    counter.witness.note({ what: 'asked', saleId, events: chosen.length, refuse, mode });
    await insist({ saleId, tills: chosen, mode, refuse }, counter, door, tally);
  };
  const write = async (writer: number): Promise<void> => {
    const random = createRandom(counter.random.seed * 1_000 + writer);
    while (!over.signal.aborted) {
      const chosen = Array.from({ length: random.between(1, 4) }, () => `till-${random.between(1, tills)}`);
      await sell(chosen, 'plain', random.next() < refusals);
      await sleep(random.between(0, pauseMs));
    }
  };
  const all = Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
  return {
    get done() {
      return tally.done;
    },
    get failures() {
      return tally.failures;
    },
    sell: (chosen, mode) => sell(chosen, mode, false),
    async finish() {
      over.abort();
      await all;
      door.close();
    },
  };
}

/** A tiny load balancer: the replicas that say they are ready, one after the other. */
interface Door {
  next(): string | undefined;
  close(): void;
}

function openDoor(urls: readonly string[]): Door {
  let open: readonly string[] = urls;
  let turn = 0;
  const over = new AbortController();
  const probe = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const states = await Promise.all(urls.map(isReady));
      open = urls.filter((_, index) => states[index]);
      await sleep(PROBE_MS);
    }
  };
  void probe();
  return {
    next: () => open[(turn += 1) % Math.max(open.length, 1)],
    close: () => over.abort(),
  };
}

interface SaleRequest {
  readonly saleId: string;
  readonly tills: readonly string[];
  readonly mode: Mode;
  readonly refuse: boolean;
}

async function insist(
  sale: SaleRequest,
  { token, witness }: Counter,
  door: Door,
  tally: { done: number; failures: number },
): Promise<void> {
  const end = performance.now() + GIVE_UP_MS;
  while (performance.now() < end) {
    const url = door.next();
    if (url !== undefined) {
      const status = await attempt(url, token, sale);
      witness.note({ what: 'answered', saleId: sale.saleId, status, by: url });
      const isDefinite = typeof status === 'number' && status < 500 && status !== 429;
      if (isDefinite && status < 300) tally.done += 1;
      if (isDefinite && (status < 300 || (status === 409 && sale.refuse))) return;
      tally.failures += 1;
      if (isDefinite) return;
    }
    await sleep(RETRY_MS);
  }
  witness.note({ what: 'unknown', saleId: sale.saleId });
}

async function attempt(url: string, token: string, sale: SaleRequest): Promise<number | string> {
  try {
    const answer = await fetch(`${url}/api/shop/v1/sales`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': sale.saleId,
      },
      body: JSON.stringify(sale),
      signal: AbortSignal.timeout(ATTEMPT_MS),
    });
    await answer.text();
    return answer.status;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
    return error instanceof Error ? `${error.message}${cause}` : String(error);
  }
}
