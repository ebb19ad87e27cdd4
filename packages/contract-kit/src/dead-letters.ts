import type { PageQuery } from './page.js';

/** Why an event was put aside: it is none, its handler failed, the process died of it, or it follows one that was put aside. */
export type DeadLetterReason = 'invalid' | 'failed' | 'crashed' | 'quarantined';

/** What has become of a dead letter. */
export type DeadLetterState = 'waiting' | 'replayed' | 'discarded';

/** Which event a letter is, as far as that can be told: of a message that is no event it may not be. */
export interface LetterRef {
  readonly id: string;
  readonly eventId: string;
  readonly type: string | null;
  readonly aggregateType: string | null;
  readonly aggregateId: string | null;
  readonly aggregateVersion: number | null;
}

/** An event that a service has put aside. */
export interface DeadLetterSummary extends LetterRef {
  readonly source: string;
  readonly streamSequence: number;
  readonly reason: DeadLetterReason;
  readonly error: string;
  readonly failureGroup: string;
  readonly attempts: number;
  /** How often it was tried again, counted before each try. */
  readonly replays: number;
  readonly state: DeadLetterState;
  readonly createdAt: string;
  readonly settledAt: string | null;
  readonly settledBy: string | null;
  readonly note: string | null;
}

/** All that is kept of a dead letter. */
export interface DeadLetterDetail extends DeadLetterSummary {
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string;
  readonly payloadEncoding: 'utf8' | 'base64';
}

/** Which dead letters to list; everything that is given must match. */
export interface DeadLetterQuery extends PageQuery {
  readonly state?: DeadLetterState | undefined;
  readonly type?: string | undefined;
  readonly group?: string | undefined;
  readonly reason?: DeadLetterReason | undefined;
  readonly aggregateType?: string | undefined;
  readonly aggregateId?: string | undefined;
  readonly source?: string | undefined;
}

/** Waiting letters whose failures are likely to have one cause. */
export interface DeadLetterGroup {
  readonly group: string;
  readonly count: number;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly exampleId: string;
}

/** Which letters an operation is about. */
export type LetterSelection =
  | { readonly by: 'ids'; readonly ids: readonly string[] }
  | { readonly by: 'type'; readonly type: string }
  | { readonly by: 'group'; readonly group: string }
  | { readonly by: 'aggregate'; readonly aggregateType: string; readonly aggregateId: string }
  | { readonly by: 'all' };

/** What a replay takes. */
export interface ReplayRequest {
  readonly select: LetterSelection;
  /** Says what would happen and changes nothing. */
  readonly dryRun?: boolean | undefined;
  /** Most letters in one call. Default 100. */
  readonly limit?: number | undefined;
  readonly ratePerSecond?: number | undefined;
  /** `next` of the answer before, to go on. */
  readonly cursor?: string | undefined;
}

/** What a replay has done with one letter. */
export interface ReplayOutcome extends LetterRef {
  readonly outcome: 'replayed' | 'failed' | 'would_replay';
  readonly error: string | null;
}

/** What became of the letters of a replay. */
export interface ReplayAnswer {
  readonly dryRun: boolean;
  /** Letters that were selected as the call began, with all that wait in their aggregates. */
  readonly matching: number;
  readonly replayed: number;
  readonly failed: number;
  /** Letters behind one that failed in this call. */
  readonly held: number;
  readonly outcomes: readonly ReplayOutcome[];
  /** Where to go on when the limit or the time was up; null when nothing is left to try. */
  readonly next: string | null;
}

/** What discarding takes. */
export interface DiscardRequest {
  readonly select: LetterSelection;
  readonly dryRun?: boolean | undefined;
  readonly limit?: number | undefined;
  /** Why: it is kept with each letter. */
  readonly note: string;
}

/** What was discarded, or would be. */
export interface DiscardAnswer {
  readonly dryRun: boolean;
  readonly matching: number;
  readonly letters: readonly LetterRef[];
}

/** The most letters that one call changes. */
export const LETTER_CAP = 1000;
