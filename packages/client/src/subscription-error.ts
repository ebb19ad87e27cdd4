/** The broker is not as the subscription needs it; the message says what to do. */
export class SubscriptionError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'SubscriptionError';
  }
}

/** A message for people from whatever was thrown; an AggregateError (all addresses refused) has none of its own. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
