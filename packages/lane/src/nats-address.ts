/** What the client library takes instead of credentials in an address, which it ignores. */
export interface AddressOptions {
  readonly servers: string[];
  readonly user?: string;
  readonly pass?: string;
  readonly token?: string;
}

/**
 * Splits addresses from their credentials: those of the first address that has any are used for all.
 *
 * @param natsUrl one or more addresses, separated by commas.
 * @example readAddress('nats://me:secret@a:4222,nats://b:4222') // { servers: [...], user: 'me', pass: 'secret' }
 */
export function readAddress(natsUrl: string): AddressOptions {
  const urls = natsUrl.split(',').map((text) => ({ text: text.trim(), url: URL.parse(text.trim()) }));
  const servers = urls.map(({ text }) => text.replace(/\/\/[^@/]*@/, '//'));
  const named = urls.find(({ url }) => url?.username)?.url;
  if (!named) return { servers };
  const user = decodeURIComponent(named.username);
  return named.password
    ? { servers, user, pass: decodeURIComponent(named.password) }
    : { servers, token: user };
}
