import type { Person } from './people/person.js';
import { refuseProduction } from './refuse.js';
import type { IssuerSecrets } from './secrets.js';

/** What {@link startIssuer} takes. */
export interface IssuerOptions {
  /** Port on 127.0.0.1; 0 takes a free one. Tokens are good for the address they were issued at. */
  readonly port: number;
  readonly secrets: IssuerSecrets;
  /** Who can log in. */
  readonly people: readonly Person[];
  /** The process's environment: the issuer refuses to start where it does not belong. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Hears of failures of the issuer itself. */
  readonly onTrouble?: (error: unknown) => void;
  /** Milliseconds since 1970: tests move it. */
  readonly nowMs?: () => number;
}

/** An issuer that runs in this process. */
export interface RunningIssuer {
  /** Its address: the `iss` of its tokens. */
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Starts an OpenID Connect issuer for one machine: it listens on loopback only. Keys are those of the secrets; sessions and
 * refresh tokens are kept in memory and end with the process.
 *
 * @throws IssuerRefused with `NODE_ENV=production`; the error of `listen` when the port is taken.
 * @example
 * const secrets = await completeSecrets({}, ['partner']);
 * const issuer = await startIssuer({ port: 0, secrets, people: SAMPLE_PEOPLE, env: process.env });
 */
export async function startIssuer(options: IssuerOptions): Promise<RunningIssuer> {
  refuseProduction(options.env);
  // Loaded only now: whoever just signs in does without the provider.
  const { serveIssuer } = await import('./serve-issuer.js');
  return serveIssuer(options);
}
