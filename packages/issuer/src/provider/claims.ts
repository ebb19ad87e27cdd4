import type { Person } from '../people/person.js';

/** What a token says of whom it stands for, besides its subject. */
export interface AccessClaims {
  readonly [claim: string]: unknown;
}

/** The claims of a person's token. */
export function claimsOfPerson({ name, grants, permissions }: Person): AccessClaims {
  return { name: name.en, quyu_grants: grants, ...(permissions ? { permissions } : {}) };
}

/** The claims of a machine's token: what it may do holds everywhere. */
export function claimsOfMachine(): AccessClaims {
  return { permissions: ['*'] };
}
