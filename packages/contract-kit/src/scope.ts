import type { Title } from './problem.js';

/** A way in which a grant can be limited, e.g. to one partner, or to a territory and all below it. */
export interface ScopeKind<Kind extends string = string> {
  /** kebab-case, e.g. `org-unit`: as grants name it. */
  readonly kind: Kind;
  readonly title: Title;
}

/**
 * Declares a kind of scope. It belongs to the service whose words it uses; other services limit their own rows by it.
 *
 * @throws TypeError when the kind is not kebab-case.
 * @example export const partnerScope = defineScope('partner', { en: 'One partner', zh: '单个渠道伙伴' });
 */
export function defineScope<const Kind extends string>(kind: Kind, title: Title): ScopeKind<Kind> {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(kind))
    throw new TypeError(`the kind of scope "${kind}" is not kebab-case`);
  return Object.freeze({ kind, title });
}
