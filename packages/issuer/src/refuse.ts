/** The issuer does not start: it is for one machine. */
export class IssuerRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'IssuerRefused';
  }
}

/**
 * Lets this issuer start only where it belongs: on a developer's own machine. It knows sample people with one password.
 *
 * @param env the process's environment.
 * @throws IssuerRefused with `NODE_ENV=production`.
 * @example refuseProduction(process.env);
 */
export function refuseProduction(env: Readonly<Record<string, string | undefined>>): void {
  if (env['NODE_ENV'] !== 'production') return;
  throw new IssuerRefused(
    'The issuer of "quyu up" is for trials on one machine: it does not start with NODE_ENV=production.\nRun "quyu serve" with QUYU_AUTH_ISSUER set to the address of your own identity provider.',
  );
}
