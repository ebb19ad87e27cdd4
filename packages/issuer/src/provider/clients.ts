import type { ClientMetadata } from 'oidc-provider';

/** The command line: a public client. */
export const CLI_CLIENT = 'quyu-cli';
/** A page in the browser: a public client. */
export const CONSOLE_CLIENT = 'quyu-console';
/** Imports a market. */
export const IMPORT_CLIENT = 'quyu-import';

/** The client of a service, for what it does for nobody. */
export function serviceClient(service: string): string {
  return `quyu-${service}`;
}

/** The clients that act for nobody: one for each service, and the import. */
export function machineClients(services: readonly string[]): string[] {
  return [...services.map(serviceClient), IMPORT_CLIENT];
}

/** All clients of a local issuer. */
export function clientsOf(clientSecrets: Readonly<Record<string, string>>): ClientMetadata[] {
  return [
    publicClient(CLI_CLIENT, '/callback'),
    publicClient(CONSOLE_CLIENT, '/console/callback'),
    ...Object.entries(clientSecrets).map(([client_id, client_secret]) => machine(client_id, client_secret)),
  ];
}

/** Native, for that allows any port of this machine (RFC 8252, 7.3). */
function publicClient(client_id: string, path: string): ClientMetadata {
  return {
    client_id,
    application_type: 'native',
    redirect_uris: [`http://127.0.0.1${path}`],
    response_types: ['code'],
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'none',
  };
}

function machine(client_id: string, client_secret: string): ClientMetadata {
  return {
    client_id,
    client_secret,
    redirect_uris: [],
    response_types: [],
    grant_types: ['client_credentials'],
    token_endpoint_auth_method: 'client_secret_basic',
  };
}
