/** What an action was about. */
export interface Resource {
  readonly type: string;
  readonly id: string;
}

/** Who does what, as the audit log keeps it. */
export interface Actor {
  /** Subject of the caller, or `service:<id>` for what a service does by itself. */
  readonly subject: string;
  /** Subject of the caller for whom a service acts. */
  readonly onBehalfOf?: string | undefined;
  /** E.g. `partner.decideReview`, `event:territory.account-assigned.v1`, `job:calculate`. */
  readonly operation: string;
  /** Whether each transaction is kept, or only those that change rows of audited tables. */
  readonly always: boolean;
  readonly resource?: Resource | undefined;
  readonly requestId?: string | undefined;
  readonly address?: string | undefined;
  readonly idempotencyKey?: string | undefined;
  /** JSON text of what was asked, without what is personal. */
  readonly details?: string | undefined;
}

const SERVICE = 'service:';

/**
 * A service that acts by itself: its entries are kept when they change something.
 *
 * @example serviceActor('incentive', 'job:calculate').subject // 'service:incentive'
 */
export function serviceActor(service: string, operation: string, details?: string): Actor {
  return { subject: `${SERVICE}${service}`, operation, always: false, details };
}

/** Subject of the caller whose request is behind what is done: none when a service acts for nobody. */
export function callerBehind({ subject, onBehalfOf }: Actor): string | undefined {
  return onBehalfOf ?? (subject.startsWith(SERVICE) ? undefined : subject);
}
