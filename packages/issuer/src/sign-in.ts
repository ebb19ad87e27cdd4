/** A login as a sample person, without a browser. */
export interface SignIn {
  /** Where a browser would be sent, e.g. by `quyu login`. */
  readonly authorizationUrl: URL;
  /** The id of a person. */
  readonly person: string;
  readonly password: string;
}

/** The login was not taken. */
export class SignInFailed extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SignInFailed';
  }
}

const MOST_STEPS = 10;

/**
 * Walks the pages of a local issuer as a browser would: the authorization request, the login form, and back.
 *
 * @returns the address that the client would be called back at, with the code.
 * @throws SignInFailed when the person or the password is not right.
 * @example const callback = await signIn({ authorizationUrl, person: 'amy.alberts', password });
 */
export async function signIn({ authorizationUrl, person, password }: SignIn): Promise<URL> {
  const cookies = new Map<string, string>();
  let address = authorizationUrl;
  let form: URLSearchParams | undefined;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    // Beyond the issuer begins the client: its address is the answer.
    if (address.origin !== authorizationUrl.origin) return address;
    const response = await visit(address, cookies, form);
    const location = response.headers.get('location');
    if (location !== null) {
      address = new URL(location, address);
      form = undefined;
    } else if (response.status === 200 && !form) {
      form = new URLSearchParams({ person, password });
    } else {
      throw new SignInFailed(
        `${authorizationUrl.origin} answered ${response.status}: ${await alertIn(response)}`,
      );
    }
  }
  throw new SignInFailed(`${authorizationUrl.origin} leads nowhere`);
}

async function visit(
  address: URL,
  cookies: Map<string, string>,
  form: URLSearchParams | undefined,
): Promise<Response> {
  const response = await fetch(address, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; '), accept: 'text/html' },
    ...(form ? { body: form } : {}),
  });
  for (const line of response.headers.getSetCookie()) {
    const [name = '', value = ''] = line.split(';', 1)[0]?.split(/=(.*)/s) ?? [];
    cookies.set(name, value);
  }
  return response;
}

/** What the page warns of. */
async function alertIn(response: Response): Promise<string> {
  const text = /role="alert"[^>]*>(.*?)<\/p>/s.exec(await response.text())?.[1] ?? 'the login was not taken';
  return text.replaceAll(/<[^>]*>/g, ' ').replaceAll('&#39;', "'");
}
