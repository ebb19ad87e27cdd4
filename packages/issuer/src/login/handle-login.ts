import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Interaction, Provider } from 'oidc-provider';
import type { Bilingual, Person } from '../people/person.js';
import { failurePage } from './failure-page.js';
import type { FailureLimit } from './limit-failures.js';
import { renderLogin } from './login-page.js';
import { sendPage } from './page.js';
import { readForm } from './read-form.js';
import { isSameText } from './same-text.js';

/** What the login page needs to know. */
export interface LoginOptions {
  readonly provider: Provider;
  readonly people: readonly Person[];
  readonly password: string;
  readonly limit: FailureLimit;
}

const WRONG: Bilingual = { zh: '人员或密码不正确。', en: 'The person or the password is not right.' };

/**
 * Serves the login page of one authorization request. Whose request it is, the cookie tells that the provider set for
 * exactly this page: a form that another site sends has none.
 */
export async function handleLogin(
  request: IncomingMessage,
  response: ServerResponse,
  options: LoginOptions,
): Promise<void> {
  const interaction = await findInteraction(request, response, options);
  if (!interaction) {
    sendPage(response, 400, failurePage('this login has expired, or it was begun in another browser'));
  } else if (request.method === 'POST') {
    await takeLogin(request, response, { ...options, interaction });
  } else {
    showLogin(response, { ...options, interaction }, 200);
  }
}

async function findInteraction(
  request: IncomingMessage,
  response: ServerResponse,
  { provider }: LoginOptions,
): Promise<Interaction | undefined> {
  try {
    return await provider.interactionDetails(request, response);
  } catch (error) {
    if (error instanceof Error && error.name === 'SessionNotFound') return undefined;
    throw error;
  }
}

type Login = LoginOptions & { readonly interaction: Interaction };

async function takeLogin(request: IncomingMessage, response: ServerResponse, login: Login): Promise<void> {
  const { provider, people, password, limit } = login;
  const form = await readForm(request);
  if (form?.has('cancel')) {
    const result = { error: 'access_denied', error_description: 'the login was cancelled' };
    return provider.interactionFinished(request, response, result);
  }
  const chosen = form?.get('person') ?? '';
  const person = people.find(({ id }) => id === chosen);
  const waitSeconds = person ? limit.waitSeconds(person.id) : 0;
  if (waitSeconds > 0) return showLogin(response, { ...login, chosen, fault: tooMany(waitSeconds) }, 429);
  if (!person || !isSameText(form?.get('password') ?? '', password)) {
    if (person) limit.fail(person.id);
    return showLogin(response, { ...login, chosen, fault: WRONG }, 401);
  }
  limit.succeed(person.id);
  return provider.interactionFinished(request, response, { login: { accountId: person.id } });
}

function showLogin(
  response: ServerResponse,
  shown: Login & { readonly chosen?: string; readonly fault?: Bilingual },
  status: number,
): void {
  const { people, interaction, fault } = shown;
  const hint = interaction.params['login_hint'];
  const chosen = shown.chosen ?? (typeof hint === 'string' ? hint : undefined);
  const client = String(interaction.params['client_id']);
  sendPage(response, status, renderLogin({ people, client, chosen, fault }));
}

function tooMany(seconds: number): Bilingual {
  return {
    zh: `失败次数过多，请在 ${seconds} 秒后重试。`,
    en: `Too many failed logins: try again in ${seconds} seconds.`,
  };
}
