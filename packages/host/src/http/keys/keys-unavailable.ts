/** The keys of the issuer cannot be had: the provider's trouble or the configuration's, not the token's. */
export class KeysUnavailable extends Error {
  /** Whether the provider says that there is nothing at the address. */
  readonly isAbsent: boolean;

  constructor(message: string, options: ErrorOptions & { readonly isAbsent?: boolean } = {}) {
    super(message, options);
    this.name = 'KeysUnavailable';
    this.isAbsent = options.isAbsent ?? false;
  }
}
