import type { Entry } from './witness.js';

/** An event as the plain witness of the broker found it. */
export interface SeenEvent {
  readonly id: string;
  readonly type: string;
  readonly aggregateId: string;
  readonly version: number;
  readonly saleId: string;
  readonly part: number;
}

/** What a consumer did, in its order. */
export interface Effect {
  readonly eventId: string;
  readonly till: string;
  readonly version: number;
}

/** An event that a consumer has put aside. */
export interface Letter {
  readonly eventId: string;
  readonly reason: string;
}

/** All that is known once a scenario has come to rest. */
export interface Evidence {
  readonly entries: readonly Entry[];
  /** The publisher's stream in its order, and the stream of what the consumer published on. */
  readonly sold: readonly SeenEvent[];
  readonly booked: readonly SeenEvent[];
  readonly effects: readonly Effect[];
  readonly letters: readonly Letter[];
  /** Rows of the publisher's own table, by sale. */
  readonly sales: ReadonlyMap<string, number>;
  readonly left: { readonly outbox: number; readonly parked: number; readonly pending: number };
}

/** What was found; everything but the first two must be zero. */
export interface Findings {
  readonly attempted: number;
  readonly committed: number;
  /** I1, I2, I3: committed and not in the stream, in the stream and without an effect, an effect whose event is missing. */
  readonly lost: number;
  /** I1, I3: two events of one request, two effects of one event. */
  readonly doubled: number;
  /** I4: places where an aggregate's versions do not rise by one, in both streams and among the effects. */
  readonly disorder: number;
  /** I5: waiting for ever, or put aside without a reason that the scenario gives. */
  readonly stuck: number;
  /** I6: seen, though rolled back or never asked for. */
  readonly phantoms: number;
}

/** What a scenario expects besides the invariants. */
export interface Expectations {
  /** True when messages were put into the stream again on purpose. */
  readonly replayed?: boolean;
}

/** Compares what was asked and answered with what became of it. */
export function judge(evidence: Evidence, { replayed = false }: Expectations = {}): Findings {
  const asked = askedSales(evidence.entries);
  const first = [...new Map(evidence.sold.map((event) => [event.id, event])).values()];
  const tokens = new Map<string, number>();
  for (const { saleId, part } of first) count(tokens, `${saleId}/${part}`);
  const sales = [...asked.values()];
  const wanted = sales.filter(({ fate }) => fate === 'committed').flatMap(tokensOf);
  const allowed = new Set(sales.filter(({ fate }) => fate !== 'refused').flatMap(tokensOf));
  const bookedOnce = [...new Map(evidence.booked.map((event) => [event.id, event])).values()];
  return {
    attempted: sales.reduce((sum, { events }) => sum + events, 0),
    committed: wanted.length,
    lost: wanted.filter((token) => !tokens.has(token)).length + lostAfterwards(first, bookedOnce, evidence),
    doubled:
      surplus(tokens) +
      surplusOf(evidence.effects.map(({ eventId }) => eventId)) +
      [...evidence.sales.values()].reduce((sum, rows) => sum + rows - 1, 0) +
      surplusOf(bookedOnce.map(tokenOf)) +
      (replayed ? 0 : evidence.sold.length - first.length + evidence.booked.length - bookedOnce.length),
    disorder:
      countDisorder(first.map(({ aggregateId, version }) => ({ key: aggregateId, version }))) +
      countDisorder(bookedOnce.map(({ aggregateId, version }) => ({ key: aggregateId, version }))) +
      countDisorder(
        evidence.effects.map(({ till, version }) => ({ key: till, version })),
        evidence.letters.length > 0,
      ),
    stuck:
      evidence.left.outbox +
      evidence.left.parked +
      evidence.left.pending +
      unexplained(asked, first, evidence),
    phantoms: [...tokens.keys()].filter((token) => !allowed.has(token)).length,
  };
}

interface Sale {
  readonly saleId: string;
  readonly events: number;
  readonly mode: string;
  fate: 'committed' | 'refused' | 'unknown';
}

function askedSales(entries: readonly Entry[]): Map<string, Sale> {
  const sales = new Map<string, Sale>();
  for (const entry of entries) {
    if (entry.what === 'asked') sales.set(entry.saleId, { ...entry, fate: 'unknown' });
    const sale = entry.what === 'answered' ? sales.get(entry.saleId) : undefined;
    if (sale && entry.what === 'answered') sale.fate = fateOf(entry.status, sale.fate);
  }
  return sales;
}

/** Once somebody was told 2xx it stays committed, whatever is said later. */
function fateOf(status: number | string, before: Sale['fate']): Sale['fate'] {
  if (before === 'committed' || typeof status === 'string') return before;
  if (status >= 200 && status < 300) return 'committed';
  return status >= 400 && status < 500 && status !== 429 ? 'refused' : before;
}

const tokensOf = ({ saleId, events }: Sale): string[] =>
  Array.from({ length: events }, (_, part) => `${saleId}/${part}`);
const tokenOf = ({ saleId, part }: SeenEvent): string => `${saleId}/${part}`;

function lostAfterwards(
  first: readonly SeenEvent[],
  booked: readonly SeenEvent[],
  { effects, letters }: Evidence,
): number {
  const settled = new Set([...effects, ...letters].map(({ eventId }) => eventId));
  const bookedTokens = new Set(booked.map(tokenOf));
  const done = new Set(effects.map(({ eventId }) => eventId));
  return (
    first.filter(({ id }) => !settled.has(id)).length +
    first.filter((event) => done.has(event.id) && !bookedTokens.has(tokenOf(event))).length
  );
}

/** Dead letters of sales that nobody made so that they fail; and such sales that were not put aside. */
function unexplained(
  asked: ReadonlyMap<string, Sale>,
  first: readonly SeenEvent[],
  { letters }: Evidence,
): number {
  const byId = new Map(first.map((event) => [event.id, event]));
  const bad = new Set(['poison', 'deadly']);
  const isBad = (event: SeenEvent | undefined): boolean =>
    bad.has((event && asked.get(event.saleId)?.mode) ?? '');
  const aside = new Set(letters.map(({ eventId }) => eventId));
  const firstBad = new Map<string, number>();
  for (const event of first) {
    if (isBad(event) && !firstBad.has(event.aggregateId)) firstBad.set(event.aggregateId, event.version);
  }
  const mayBeAside = (event: SeenEvent): boolean =>
    event.version >= (firstBad.get(event.aggregateId) ?? Infinity);
  const strange = letters.filter(({ eventId }) => {
    const event = byId.get(eventId);
    return !event || !mayBeAside(event);
  });
  return strange.length + first.filter((event) => mayBeAside(event) && !aside.has(event.id)).length;
}

/** How often an aggregate's versions do not go on with the next one; with gaps allowed: do not rise. */
export function countDisorder(
  events: readonly { readonly key: string; readonly version: number }[],
  gaps = false,
): number {
  const last = new Map<string, number>();
  let disorder = 0;
  for (const { key, version } of events) {
    const before = last.get(key) ?? 0;
    if (gaps ? version <= before : version !== before + 1) disorder += 1;
    last.set(key, version);
  }
  return disorder;
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function surplus(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, times) => sum + times - 1, 0);
}

function surplusOf(keys: readonly string[]): number {
  return keys.length - new Set(keys).size;
}
