import type { KoaContextWithOIDC } from 'oidc-provider';

type Grant = InstanceType<KoaContextWithOIDC['oidc']['provider']['Grant']>;

/** The clients are the platform's own: whoever logs in by one of them grants it what it asks for. */
export async function grantAll({ oidc }: KoaContextWithOIDC): Promise<Grant | undefined> {
  const { provider, client, session } = oidc;
  if (!client || !session?.accountId) return undefined;
  const { accountId } = session;
  const grant = (await knownGrant(oidc)) ?? new provider.Grant({ clientId: client.clientId, accountId });
  grant.addOIDCScope([...oidc.requestParamScopes].join(' '));
  await grant.save();
  return grant;
}

async function knownGrant({
  provider,
  client,
  session,
}: KoaContextWithOIDC['oidc']): Promise<Grant | undefined> {
  const id = client && session?.grantIdFor(client.clientId);
  return id === undefined ? undefined : provider.Grant.find(id);
}
