import { interactionPolicy } from 'oidc-provider';
import { CLI_CLIENT } from './clients.js';

const { Check, base } = interactionPolicy;

/**
 * When somebody has to log in. There is no page of consent: all clients are the platform's own. A program on this machine
 * must not get tokens just because the browser has a session, so for the command line one logs in each time (RFC 8252, 8.6).
 */
export function loginPolicy(): interactionPolicy.DefaultPolicy {
  const policy = base();
  policy.remove('consent');
  const description = 'the command line asks for a login each time';
  policy.get('login')?.checks.add(
    new Check('native_client', description, 'login_required', ({ oidc }) => {
      const isDone = oidc.client?.clientId !== CLI_CLIENT || oidc.result?.login !== undefined;
      return isDone ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT;
    }),
  );
  return policy;
}
