import { createLocalIssuer, type Host, readSettings, startHost } from '@quyu/host';
import { incentive } from '@quyu/incentive';
import type { Site } from '../bus/site.js';
import { silentPublishersFor } from '../silent-publishers.js';

/** A host of the incentive service alone, with a token that may do everything. */
export async function startIncentive(site: Site): Promise<{ readonly host: Host; readonly token: string }> {
  const issuer = await createLocalIssuer({ issuer: 'urn:quyu:bench', audience: 'quyu' });
  const token = await issuer.mint({ subject: 'bench', permissions: ['*'], expiresInSeconds: 3600 });
  const settings = readSettings({
    QUYU_DATABASE_URL: site.databaseUrl,
    QUYU_NATS_URL: site.natsUrl,
    QUYU_HTTP_PORT: '0',
    QUYU_AUTH_ISSUER: 'urn:quyu:bench',
    QUYU_AUTH_JWKS: JSON.stringify(issuer.jwks),
    QUYU_HTTP_REQUEST_TIMEOUT_MS: '600000',
    QUYU_CHECK_ANSWERS: 'false',
    QUYU_LOG_LEVEL: 'warn',
    QUYU_BUS_ROOT: new URL(site.databaseUrl).pathname.slice(1),
  });
  const config = { plugins: [...silentPublishersFor(incentive), incentive] };
  const host = await startHost({ config, settings, env: {}, migrate: true, provision: true });
  return { host, token };
}
