import type { LetterRef, LetterSelection } from './dead-letters.js';

/** How far a service is with one flow of events. */
export interface LaneLag {
  readonly name: string;
  readonly source: string;
  readonly stream: string;
  readonly durable: string;
  /** Null for a lane of all partitions. */
  readonly partition: number | null;
  /** Events that were not given to anybody yet; the stream may hold some among them that the service passes over. */
  readonly pending: number;
  /** Events that were given out and are not settled. */
  readonly ackPending: number;
  /** How long the oldest event that is not settled has been in the stream; null when there is none. */
  readonly oldestSeconds: number | null;
  /** When an event of the lane was last settled. */
  readonly lastSettledAt: string | null;
  /** What keeps this replica from handling it. */
  readonly problem: string | null;
}

/** How far behind a service's events are, in both directions. */
export interface BusLag {
  readonly lanes: readonly LaneLag[];
  readonly outbox: { readonly size: number; readonly oldestSeconds: number | null };
  readonly parked: { readonly size: number; readonly oldestSeconds: number | null };
}

/** An event that could not be published, or follows one of its aggregate that could not. */
export interface ParkedEvent extends LetterRef {
  readonly reason: string;
  readonly occurredAt: string;
  readonly parkedAt: string;
}

/** What a retry of parked events takes. */
export interface RetryRequest {
  readonly select: LetterSelection;
  readonly dryRun?: boolean | undefined;
  readonly limit?: number | undefined;
}

/** What was put back into the outbox, or would be. */
export interface RetryAnswer {
  readonly dryRun: boolean;
  readonly matching: number;
  readonly events: readonly LetterRef[];
}

/** An event of the service, wherever it is. */
export interface PublishedEvent {
  readonly place: 'stream' | 'outbox' | 'parked';
  /** Its place in the stream. */
  readonly sequence: number | null;
  readonly storedAt: string | null;
  readonly subject: string | null;
  readonly eventId: string | null;
  readonly type: string | null;
  readonly aggregateType: string | null;
  readonly aggregateId: string | null;
  readonly aggregateVersion: number | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string;
  readonly payloadEncoding: 'utf8' | 'base64';
  /** Why it is parked. */
  readonly reason: string | null;
}

/** Which events of its stream a service is to put there again. */
export interface RepublishRequest {
  readonly fromSequence: number;
  readonly toSequence: number;
  readonly type?: string | undefined;
  readonly aggregateType?: string | undefined;
  readonly aggregateId?: string | undefined;
  readonly dryRun?: boolean | undefined;
  readonly ratePerSecond?: number | undefined;
  /** Names the run: a call that is repeated with it puts nothing there twice within the stream's window. */
  readonly republishId?: string | undefined;
}

/** What was put there again. */
export interface RepublishAnswer {
  readonly dryRun: boolean;
  readonly republishId: string;
  readonly republished: number;
  /** Messages of the range that did not match, are copies themselves, or are gone. */
  readonly passedOver: number;
  /** Where to go on when the limit or the time was up; null when the range is done. */
  readonly next: number | null;
}
