import { KeysUnavailable } from './keys-unavailable.js';

const LONGEST_MS = 5000;
const LARGEST_BYTES = 256 * 1024;
const ABSENT = new Set([404, 410]);

/**
 * Fetches a JSON object, within five seconds and 256 KB, from exactly this address: a redirect is refused, for it would
 * let the answer come from somebody the configuration does not name.
 *
 * @throws KeysUnavailable that says what was wrong with the answer.
 */
export async function fetchDocument(address: URL): Promise<Readonly<Record<string, unknown>>> {
  const text = await fetchText(address).catch((error: unknown) => {
    throw error instanceof KeysUnavailable ? error : failed(address, reasonOf(error), { cause: error });
  });
  return parseObject(text, address);
}

async function fetchText(address: URL): Promise<string> {
  const response = await fetch(address, {
    redirect: 'manual',
    signal: AbortSignal.timeout(LONGEST_MS),
    headers: { accept: 'application/json, application/jwk-set+json' },
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    const said = response.status >= 300 && response.status < 400 ? 'redirects elsewhere with' : 'answered';
    throw failed(address, `${said} ${response.status}`, { isAbsent: ABSENT.has(response.status) });
  }
  return readBounded(response, address);
}

async function readBounded(response: Response, address: URL): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    // Leaving the loop cancels the rest of the answer.
    if (bytes > LARGEST_BYTES) throw failed(address, `sent more than ${LARGEST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseObject(text: string, address: URL): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw failed(address, 'sent no JSON', { cause: error });
  }
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return { ...parsed };
  throw failed(address, 'sent JSON that is no object');
}

function failed(
  address: URL,
  what: string,
  options?: ConstructorParameters<typeof KeysUnavailable>[1],
): Error {
  return new KeysUnavailable(`${address.href} ${what}`, options);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `did not answer within ${LONGEST_MS} ms`;
  const { cause } = error;
  return `cannot be fetched: ${cause instanceof Error ? cause.message || String(cause) : error.message}`;
}
