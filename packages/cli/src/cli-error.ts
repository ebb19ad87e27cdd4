/** A failure that the user can mend: what happened, and what to do about it. */
export class CliError extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CliError';
    this.remedy = remedy;
  }
}
