/** A role that a caller has, everywhere or within one scope. */
export interface Grant {
  readonly role: string;
  readonly within?: { readonly kind: string; readonly id: string };
}

/** What of a service's rows a caller may see and change: everything, or what lies within one of these, by kind of scope. */
export type Scope = 'everything' | { readonly within: Readonly<Record<string, readonly string[]>> };

/** What a role allows. */
export interface Role {
  readonly title: { readonly en: string; readonly zh: string };
  /** `partner:read`, `partner:*` for all of a service, or `*`. */
  readonly permissions: readonly string[];
}

/** The roles of a deployment by name: grants refer to them. */
export type Roles = Readonly<Record<string, Role>>;

/**
 * Declares roles.
 *
 * @throws TypeError when a name is not kebab-case or a permission has no form.
 * @example defineRoles({ auditor: { title: { en: 'Auditor', zh: '审计员' }, permissions: ['platform:audit'] } })
 */
export function defineRoles<const R extends Roles>(roles: R): R {
  for (const [name, { permissions }] of Object.entries(roles)) {
    if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
      throw new TypeError(`the role "${name}" is not kebab-case`);
    const malformed = permissions.find((each) => !/^(\*|[a-z][a-z0-9-]*:(\*|[a-z][a-z0-9-]*))$/.test(each));
    if (malformed !== undefined)
      throw new TypeError(`the role "${name}" has "${malformed}", which is not <service>:<what>`);
  }
  return Object.freeze(roles);
}
