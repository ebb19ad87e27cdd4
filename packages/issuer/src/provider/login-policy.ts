import { interactionPolicy } from 'oidc-provider';

const { Check, base } = interactionPolicy;

/**
 * When somebody has to log in. There is no page of consent: all clients are the platform's own. A program on this machine
 * must not get tokens just because the browser has a session: one logs in each time (RFC 8252, 8.6).
 */
export function loginPolicy(): interactionPolicy.DefaultPolicy {
  const policy = base();
  policy.remove('consent');
  const description = 'one logs in each time';
  policy.get('login')?.checks.add(
    new Check('each_time', description, 'login_required', ({ oidc }) => {
      return oidc.result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT;
    }),
  );
  return policy;
}
