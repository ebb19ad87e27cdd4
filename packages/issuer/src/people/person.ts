/** A text in both of the product's languages. */
export interface Bilingual {
  readonly en: string;
  readonly zh: string;
}

/** A role, everywhere or within one unit, territory or partner and what is below it. */
export interface Grant {
  readonly role: string;
  readonly within?: { readonly kind: 'org-unit' | 'territory' | 'partner'; readonly id: string };
}

/** Somebody who can log in. */
export interface Person {
  /** The `sub` of their tokens. */
  readonly id: string;
  readonly name: Bilingual;
  readonly role: Bilingual;
  readonly scope: Bilingual;
  readonly grants: readonly Grant[];
}

/** The person of an id or of a role: each role is held by one of them. */
export function findPerson(people: readonly Person[], idOrRole: string): Person | undefined {
  return (
    people.find(({ id }) => id === idOrRole) ??
    people.find(({ grants }) => grants.some(({ role }) => role === idOrRole))
  );
}

/** The role by which {@link findPerson} finds somebody. */
export function roleOf({ grants }: Person): string {
  return grants[0]?.role ?? '';
}
