import type { Person } from '../people/person.js';
import { IMPORT_CLIENT } from './clients.js';

/** What a token says of whom it stands for, besides its subject. */
export interface AccessClaims {
  readonly [claim: string]: unknown;
}

/** The claims of a person's token. */
export function claimsOfPerson({ name, grants }: Person): AccessClaims {
  return { name: name.en, quyu_grants: grants };
}

/** The claims of a machine's token: who imports may do anything, a service may look everywhere. */
export function claimsOfMachine(client: string): AccessClaims {
  return { quyu_grants: [{ role: client === IMPORT_CLIENT ? 'operator' : 'service' }] };
}
