import { platformErrors } from '@quyu/contract-kit';
import type { AccessPolicy } from './access-policy.js';
import { readGrants } from './grants.js';
import { type GrantsOf, type Identity, createIdentity } from './identity.js';

/** The claim of a token that holds its grants. */
export const GRANTS_CLAIM = 'quyu_grants';

/** Makes the identity that a verified token stands for. */
export type Identify = (token: string, claims: Readonly<Record<string, unknown>>) => Identity;

/**
 * Makes identities from tokens: permissions from `permissions` (a list), else from `scope` (space separated, RFC 8693); grants
 * from `quyu_grants` and from a file, if there is one.
 *
 * @throws Problem UNAUTHENTICATED, from what is returned, when the token has an empty subject.
 */
export function createIdentify(policy: AccessPolicy, grantsOf?: GrantsOf): Identify {
  return (token, claims) => {
    const { sub } = claims;
    if (typeof sub !== 'string' || sub === '')
      throw platformErrors.UNAUTHENTICATED({ detail: 'the token has an empty subject' });
    const read = readGrants(claims[GRANTS_CLAIM], `/${GRANTS_CLAIM}`);
    const kept = grantsOf?.(sub);
    const verified = {
      subject: sub,
      token,
      permissions: permissionsOf(claims),
      grants: [...read.grants, ...(kept?.grants ?? [])],
      faults: [...read.faults, ...(kept?.faults ?? [])],
    };
    return createIdentity(verified, policy);
  };
}

function permissionsOf({ permissions, scope }: Readonly<Record<string, unknown>>): string[] {
  if (Array.isArray(permissions)) return permissions.filter((each) => typeof each === 'string');
  return typeof scope === 'string' ? scope.split(' ').filter((each) => each !== '') : [];
}
