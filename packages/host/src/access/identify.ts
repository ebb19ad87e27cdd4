import { platformErrors } from '@quyu/contract-kit';
import type { AccessPolicy } from './access-policy.js';
import { readGrants } from './grants.js';
import { type GrantsOf, type Identity, createIdentity } from './identity.js';

/** The claim of a token that holds its grants. */
export const GRANTS_CLAIM = 'quyu_grants';

/** What {@link createIdentify} takes besides the policy. */
export interface IdentifyOptions {
  /** Grants that are kept outside of tokens. */
  readonly grantsOf?: GrantsOf | undefined;
  /** Told when some of what a caller was granted gives nothing: once each time their token is verified. */
  readonly onComplaints?: (subject: string, complaints: readonly string[]) => void;
}

/** Makes the identity that a verified token stands for. */
export type Identify = (token: string, claims: Readonly<Record<string, unknown>>) => Identity;

/**
 * Makes identities from tokens: permissions from `permissions` (a list), else from `scope` (space separated, RFC 8693); grants
 * from `quyu_grants` and from a file, if there is one.
 *
 * @throws Problem UNAUTHENTICATED, from what is returned, when the token has an empty subject.
 */
export function createIdentify(
  policy: AccessPolicy,
  { grantsOf, onComplaints }: IdentifyOptions = {},
): Identify {
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
    const identity = createIdentity(verified, policy);
    if (identity.complaints.length > 0) onComplaints?.(identity.caller.subject, identity.complaints);
    return identity;
  };
}

function permissionsOf({ permissions, scope }: Readonly<Record<string, unknown>>): string[] {
  if (Array.isArray(permissions)) return permissions.filter((each) => typeof each === 'string');
  return typeof scope === 'string' ? scope.split(' ').filter((each) => each !== '') : [];
}
