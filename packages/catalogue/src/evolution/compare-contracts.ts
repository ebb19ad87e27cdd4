import type { JsonSchema } from '@quyu/contract-kit';
import type { Contracts, PublishedContract, PublishedEvent, PublishedRoute } from './contracts.js';
import { type Direction, tellEscape } from './escape.js';
import { findEscapes } from './find-escapes.js';

/** A change to a published contract that breaks who relies on it. */
export interface BreakingChange {
  /** An event's type, or `<service>.v1/<operation>`. */
  readonly contract: string;
  /** JSON Pointer to the place: below `/data`, `/params`, `/query`, `/body` or `/answer`; '' for the contract itself. */
  readonly pointer: string;
  readonly why: string;
  /** The services here that it would break. Subscribers and callers outside are not known. */
  readonly breaks: readonly string[];
}

/** Contracts as they were published, by name. */
export type PublishedContracts = Readonly<Record<string, PublishedContract>>;

type Change = Pick<BreakingChange, 'pointer' | 'why'>;

/**
 * Lists the changes to published contracts that break a consumer. New contracts and new optional parts break nobody.
 * Sound rather than complete: a change that cannot be judged is listed, too.
 *
 * @example compareContracts(published, contractsOf(specs))
 * // [{ contract: 'partner.enrolled.v1', pointer: '/data/code', why: 'is gone', breaks: ['territory'] }]
 */
export function compareContracts(
  published: PublishedContracts,
  current: Contracts,
): readonly BreakingChange[] {
  return Object.entries(published).flatMap(([contract, before]) => {
    const entry = current[contract];
    const now = entry && entry.publishers.length > 0 ? entry.contract : undefined;
    return changesOf(before, now).map((change) => ({ contract, ...change, breaks: entry?.consumers ?? [] }));
  });
}

function changesOf(before: PublishedContract, now: PublishedContract | undefined): Change[] {
  if ('event' in before) {
    return now && 'event' in now
      ? eventChanges(before, now)
      : [{ pointer: '', why: 'is no longer published' }];
  }
  return now && 'route' in now ? routeChanges(before, now) : [{ pointer: '', why: 'is no longer served' }];
}

function eventChanges(before: PublishedEvent, now: PublishedEvent): Change[] {
  return [
    ...wordChanges(before, now, ['aggregate', 'key']),
    ...schemaChanges(before.data, now.data, 'given', '/data'),
  ];
}

function routeChanges(before: PublishedRoute, now: PublishedRoute): Change[] {
  return [
    ...wordChanges(before, now, ['kind', 'method', 'path', 'permission', 'status', 'mediaType']),
    ...demandChanges(before, now),
    ...schemaChanges(before.params, now.params, 'taken', '/params'),
    ...schemaChanges(before.query, now.query, 'taken', '/query'),
    ...schemaChanges(before.body, now.body, 'taken', '/body'),
    ...schemaChanges(before.answer, now.answer, 'given', '/answer'),
  ];
}

/** What must stay as it is, word for word. */
function wordChanges<T extends PublishedContract>(
  before: T,
  now: T,
  names: readonly (keyof T & string)[],
): Change[] {
  return names
    .filter((name) => before[name] !== now[name])
    .map((name) => ({
      pointer: '',
      why: `the ${name} was ${String(before[name])}, and is ${String(now[name])}`,
    }));
}

function demandChanges(before: PublishedRoute, now: PublishedRoute): Change[] {
  const version = now.ifMatch && !before.ifMatch ? ['If-Match is now needed'] : [];
  const size = now.bodyLimit < before.bodyLimit ? [`bodies of ${before.bodyLimit} bytes were taken, and now ${now.bodyLimit}`] : []; // prettier-ignore
  return [...version, ...size].map((why) => ({ pointer: '', why }));
}

function schemaChanges(
  before: JsonSchema | null,
  now: JsonSchema | null,
  direction: Direction,
  at: string,
): Change[] {
  if (before === null || now === null) return presenceChanges(before, now, direction, at);
  const found =
    direction === 'given' ? findEscapes(now, before, 'inner', at) : findEscapes(before, now, 'outer', at);
  return found.map((each) => ({ pointer: each.pointer, why: tellEscape(each, direction) }));
}

/** A part that only one version has. An answer or a query with nothing required harms nobody. */
function presenceChanges(
  before: JsonSchema | null,
  now: JsonSchema | null,
  direction: Direction,
  at: string,
): Change[] {
  if (before !== null)
    return [{ pointer: at, why: direction === 'given' ? 'is gone' : 'is no longer accepted' }];
  if (now === null || direction === 'given') return [];
  if (at === '/body') return [{ pointer: at, why: 'must now be sent, and was not taken before' }];
  const nothing = { type: 'object', properties: {}, additionalProperties: false };
  return findEscapes(nothing, now, 'outer', at).map((each) => ({
    pointer: each.pointer,
    why: tellEscape(each, direction),
  }));
}
