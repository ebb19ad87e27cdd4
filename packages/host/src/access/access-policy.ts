import type { Grant, Plugin, Roles, Scope } from '@quyu/plugin-kit';
import { isGranted } from './permissions.js';

/** What a caller was given, from whatever place. */
export interface Granted {
  /** Permissions that hold everywhere. */
  readonly permissions: readonly string[];
  readonly grants: readonly Grant[];
}

/** What grants mean in this deployment. */
export interface AccessPolicy {
  readonly roles: Roles;
  /** The kinds of scope by which any plugin limits its rows. */
  readonly kinds: ReadonlySet<string>;
}

/** The role that is there in every deployment, unless it has one of that name itself: somebody must be able to begin. */
const BUILT_IN: Roles = {
  operator: { title: { en: 'Operator', zh: '系统管理员' }, permissions: ['*'] },
};

/** The policy of a deployment: its roles, and the scopes its plugins know, whether they run here or not. */
export function accessPolicyOf(plugins: readonly Plugin[], roles: Roles = {}): AccessPolicy {
  const rules = plugins.flatMap(({ spec }) => Object.values(spec.db?.scopes ?? {}));
  const kinds = rules.flatMap((rule) => (rule.rule === 'within' ? Object.keys(rule.conditions) : []));
  return { roles: { ...BUILT_IN, ...roles }, kinds: new Set(kinds) };
}

/**
 * Where a caller has a permission: everywhere, within the scopes of all grants that give it, or nowhere.
 *
 * @returns undefined when no grant gives it.
 */
export function scopeOf(
  { permissions, grants }: Granted,
  permission: string,
  policy: AccessPolicy,
): Scope | undefined {
  if (isGranted(permissions, permission)) return 'everything';
  const within: Record<string, string[]> = {};
  for (const grant of grants) {
    if (!gives(grant, permission, policy)) continue;
    if (!grant.within) return 'everything';
    (within[grant.within.kind] ??= []).push(grant.within.id);
  }
  return Object.keys(within).length > 0 ? { within } : undefined;
}

function gives({ role, within }: Grant, permission: string, { roles, kinds }: AccessPolicy): boolean {
  if (!Object.hasOwn(roles, role) || !isGranted(roles[role]!.permissions, permission)) return false;
  return within === undefined || kinds.has(within.kind);
}

/** The grants that give nothing, because their role or kind of scope does not exist here, with the reason. */
export function deadGrants(grants: readonly Grant[], { roles, kinds }: AccessPolicy): string[] {
  return grants.flatMap(({ role, within }) => {
    if (!Object.hasOwn(roles, role)) return [`there is no role "${role}" here`];
    if (within && !kinds.has(within.kind)) return [`there is no kind of scope "${within.kind}" here`];
    return [];
  });
}

/** What is wrong with a deployment's roles: a permission that no plugin declares is one that nobody asks for. */
export function roleFaults(roles: Roles, plugins: readonly Plugin[]): string[] {
  const declared = new Set(plugins.flatMap(({ spec }) => Object.keys(spec.api?.permissions ?? {})));
  const services = new Set([...plugins.map(({ spec }) => spec.id), 'platform']);
  const isKnown = (permission: string): boolean => {
    const [service = '', what] = permission.split(':');
    if (permission === '*' || service === 'platform') return true;
    return what === '*' ? services.has(service) : declared.has(permission);
  };
  return Object.entries(roles).flatMap(([role, { permissions }]) =>
    permissions
      .filter((permission) => !isKnown(permission))
      .map((permission) => `the role "${role}" allows "${permission}", which no plugin declares`),
  );
}
