import type {
  BusLag,
  DeadLetterDetail,
  DeadLetterGroup,
  DeadLetterQuery,
  DeadLetterSummary,
  DiscardAnswer,
  DiscardRequest,
  Page,
  PageQuery,
  ParkedEvent,
  PublishedEvent,
  ReplayAnswer,
  ReplayRequest,
  RepublishAnswer,
  RepublishRequest,
  RetryAnswer,
  RetryRequest,
} from '@quyu/contract-kit';
import { discardLetters } from './discard-letters.js';
import { findEvent } from './find-event.js';
import { findLetter, listGroups, listLetters } from './letter-store.js';
import type { OperateContext } from './operate-context.js';
import { discardParkedEvents, listParkedEvents, retryParkedEvents } from './parked.js';
import { readLag } from './read-lag.js';
import { replayLetters } from './replay-letters.js';
import { republish } from './republish.js';

/** What operators may look at and do on a service's bus. Whoever changes something is named, and put into the log. */
export interface BusOperations {
  lag(): Promise<BusLag>;
  listLetters(query: DeadLetterQuery): Promise<Page<DeadLetterSummary>>;
  findLetter(id: string): Promise<DeadLetterDetail | undefined>;
  listGroups(query: PageQuery): Promise<Page<DeadLetterGroup>>;
  replay(request: ReplayRequest, by: string): Promise<ReplayAnswer>;
  discard(request: DiscardRequest, by: string): Promise<DiscardAnswer>;
  listParked(query: PageQuery): Promise<Page<ParkedEvent>>;
  retryParked(request: RetryRequest, by: string): Promise<RetryAnswer>;
  discardParked(request: DiscardRequest, by: string): Promise<DiscardAnswer>;
  /** @param event a sequence of the service's stream, or an event's id. */
  findEvent(event: string): Promise<PublishedEvent | undefined>;
  republish(request: RepublishRequest, by: string): Promise<RepublishAnswer>;
}

/** The operations on a service's bus. */
export function createOperations(context: OperateContext): BusOperations {
  const { pool } = context;
  return {
    lag: () => readLag(context),
    listLetters: (query) => listLetters(pool, query),
    findLetter: (id) => findLetter(pool, id),
    listGroups: (query) => listGroups(pool, query),
    replay: (request, by) => replayLetters(request, by, context),
    discard: (request, by) => discardLetters(request, by, context),
    listParked: (query) => listParkedEvents(pool, query),
    retryParked: (request, by) => retryParkedEvents(request, by, context),
    discardParked: (request, by) => discardParkedEvents(request, by, context),
    findEvent: (event) => findEvent(event, context),
    republish: (request, by) => republish(request, by, context),
  };
}
