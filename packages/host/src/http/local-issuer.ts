import {
  type CryptoKey,
  type JSONWebKeySet,
  type JWTHeaderParameters,
  SignJWT,
  exportJWK,
  generateKeyPair,
} from 'jose';

/** What {@link LocalIssuer.mint} puts into a token. */
export interface TokenRequest {
  readonly subject: string;
  /** e.g. `['partner:write', 'territory:*']`. */
  readonly permissions: readonly string[];
  readonly expiresInSeconds: number;
  /** Replaces or adds claims and header fields; `undefined` removes one. For tests of what must be refused. */
  readonly overrides?: {
    readonly claims?: Readonly<Record<string, unknown>>;
    readonly header?: Partial<JWTHeaderParameters>;
  };
}

/** An issuer inside the process, with a key pair of its own: for embedded mode and tests. */
export interface LocalIssuer {
  readonly jwks: JSONWebKeySet;
  /** Signs a token. */
  mint(request: TokenRequest): Promise<string>;
}

/** What {@link createLocalIssuer} takes. */
export interface LocalIssuerOptions {
  readonly issuer: string;
  readonly audience: string;
  readonly now?: () => Date;
  /** A key pair to use again, so that tokens outlive a restart. Default: a fresh one. */
  readonly keyPair?: { readonly privateKey: CryptoKey; readonly publicKey: CryptoKey };
}

/**
 * Makes an issuer whose keys and tokens never leave the process unless its owner passes them on.
 *
 * @example
 * const issuer = await createLocalIssuer({ issuer: 'urn:quyu:local', audience: 'quyu' });
 * const token = await issuer.mint({ subject: 'ann', permissions: ['partner:*'], expiresInSeconds: 3600 });
 */
export async function createLocalIssuer(options: LocalIssuerOptions): Promise<LocalIssuer> {
  const { privateKey, publicKey } =
    options.keyPair ?? (await generateKeyPair('ES256', { extractable: true }));
  const kid = 'local';
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' }] };
  const now = options.now ?? (() => new Date());
  const mint = ({ subject, permissions, expiresInSeconds, overrides }: TokenRequest): Promise<string> => {
    const seconds = Math.floor(now().getTime() / 1000);
    const claims = {
      iss: options.issuer,
      aud: options.audience,
      sub: subject,
      permissions,
      iat: seconds,
      exp: seconds + expiresInSeconds,
      ...overrides?.claims,
    };
    const header = { alg: 'ES256', typ: 'at+jwt', kid, ...overrides?.header };
    return new SignJWT(claims).setProtectedHeader(header).sign(privateKey);
  };
  return { jwks, mint };
}
