import type { Caller, Grant, Scope } from '@quyu/plugin-kit';
import { type AccessPolicy, type Granted, deadGrants, scopeOf } from './access-policy.js';

/** Who makes a request, and where they may do what. It is kept as long as their token is. */
export interface Identity {
  readonly caller: Caller;
  /** Where they have a permission; undefined is nowhere. */
  scopeOf(permission: string): Scope | undefined;
  /** Why some of what they were granted gives nothing, a line each. */
  readonly complaints: readonly string[];
}

/** What is known of a caller from a token that was verified. */
export interface VerifiedCaller extends Granted {
  readonly subject: string;
  readonly token: string;
  /** What was wrong with the grants as they were read. */
  readonly faults: readonly string[];
}

/** Makes an identity; what a permission comes to is worked out once. */
export function createIdentity(verified: VerifiedCaller, policy: AccessPolicy): Identity {
  const { subject, token, permissions, grants } = verified;
  const known = new Map<string, Scope | undefined>();
  return {
    caller: Object.freeze({ subject, permissions: Object.freeze([...permissions]), token }),
    scopeOf(permission) {
      if (!known.has(permission)) known.set(permission, scopeOf(verified, permission, policy));
      return known.get(permission);
    },
    complaints: [...verified.faults, ...deadGrants(grants, policy)],
  };
}

/** The grants of a subject that are kept outside of tokens. */
export type GrantsOf = (subject: string) => {
  readonly grants: readonly Grant[];
  readonly faults: readonly string[];
};
