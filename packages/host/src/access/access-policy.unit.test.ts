import { defineScope, z } from '@quyu/contract-kit';
import { HIDDEN, defineDb, definePlugin, defineRoles, where, within } from '@quyu/plugin-kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AccessPolicy, accessPolicyOf, deadGrants, roleFaults, scopeOf } from './access-policy.js';
import { readGrants } from './grants.js';

const area = defineScope('area', { en: 'Area', zh: '片区' });
const plugin = definePlugin(
  {
    id: 'shop',
    kit: '^1.0.0',
    summary: { en: 'Shop', zh: '门店' },
    config: z.object({}),
    db: defineDb<{ shop: object; note: object; draft: object }>(
      {},
      { scopes: { shop: within([area, 'code = any($scope)']), note: where('true'), draft: HIDDEN } },
    ),
  },
  () => ({ routes: {}, handlers: {}, jobs: {} }),
);
const roles = defineRoles({
  keeper: { title: { en: 'Keeper', zh: '店长' }, permissions: ['shop:*'] },
  looker: { title: { en: 'Looker', zh: '访客' }, permissions: ['shop:read'] },
});
const policy: AccessPolicy = accessPolicyOf([plugin], roles);
const inArea = (role: string, id: string) => ({ role, within: { kind: 'area', id } });
const scope = (
  grants: Parameters<typeof deadGrants>[0],
  permission = 'shop:read',
  permissions: string[] = [],
) => scopeOf({ permissions, grants }, permission, policy);

describe('where a caller has a permission', () => {
  it('is everywhere by a permission in the token, or by a role without a limit', () => {
    expect(scope([], 'shop:read', ['shop:read'])).toBe('everything');
    expect(scope([{ role: 'looker' }, inArea('keeper', 'a')])).toBe('everything');
  });

  it('is wherever one of the grants gives it', () => {
    expect(scope([inArea('looker', 'a'), inArea('keeper', 'b')])).toEqual({ within: { area: ['a', 'b'] } });
    expect(scope([inArea('looker', 'a'), inArea('keeper', 'b')], 'shop:write')).toEqual({
      within: { area: ['b'] },
    });
  });

  it('is nowhere without a role that gives it', () => {
    expect(scope([inArea('looker', 'a')], 'shop:write')).toBeUndefined();
    expect(scope([])).toBeUndefined();
  });

  it('is nowhere by a role or a kind of scope that does not exist, and it is said why', () => {
    const dead = [
      { role: 'ghost' },
      { role: 'looker', within: { kind: 'planet', id: 'x' } },
      { role: '__proto__' },
    ];
    expect(scope(dead)).toBeUndefined();
    expect(deadGrants(dead, policy)).toEqual([
      'there is no role "ghost" here',
      'there is no kind of scope "planet" here',
      'there is no role "__proto__" here',
    ]);
  });

  it('never shrinks when a grant is added', () => {
    const grant = fc.record(
      { role: fc.constantFrom('keeper', 'looker', 'ghost'), within: fc.record({ kind: fc.constantFrom('area', 'planet'), id: fc.string({ minLength: 1 }) }) },
      { requiredKeys: ['role'] },
    ); // prettier-ignore
    fc.assert(
      fc.property(fc.array(grant), grant, (grants, added) => {
        const before = scope(grants);
        const after = scope([...grants, added]);
        if (before === undefined || after === 'everything') return;
        const ids = before === 'everything' ? [] : (before.within['area'] ?? []);
        expect(before).not.toBe('everything');
        expect(after?.within['area']).toEqual(expect.arrayContaining([...ids]));
      }),
    );
  });
});

describe('roles', () => {
  it('hold one that may do anything, unless the deployment says otherwise', () => {
    const grants = [{ role: 'operator' }];
    const bare = accessPolicyOf([plugin]);
    expect(scopeOf({ permissions: [], grants }, 'shop:write', bare)).toBe('everything');
    const own = accessPolicyOf([plugin], { operator: roles.looker });
    expect(scopeOf({ permissions: [], grants }, 'shop:write', own)).toBeUndefined();
  });

  it('allow only what some plugin declares', () => {
    const odd = defineRoles({
      odd: { title: roles.looker.title, permissions: ['shop:fly', 'moon:*', 'platform:read'] },
    });
    expect(roleFaults(odd, [plugin])).toEqual([
      'the role "odd" allows "shop:fly", which no plugin declares',
      'the role "odd" allows "moon:*", which no plugin declares',
    ]);
  });

  it('have names and permissions of one form', () => {
    const title = roles.looker.title;
    expect(() => defineRoles({ 'City Lead': { title, permissions: [] } })).toThrow('not kebab-case');
    expect(() => defineRoles({ lead: { title, permissions: ['everything'] } })).toThrow(
      'not <service>:<what>',
    );
  });
});

describe('grants from outside', () => {
  it('are taken as a whole or not at all', () => {
    expect(readGrants([{ role: 'looker' }, inArea('keeper', 'a')], '/g').grants).toHaveLength(2);
    expect(readGrants([{ role: 'looker' }, { role: 5 }], '/g')).toMatchObject({
      grants: [],
      faults: [/^\/g\/1\/role/],
    });
  });

  it.each([
    ['a text'],
    [{ role: 'x' }],
    [[{ role: 'x', within: 'area' }]],
    [[{ role: 'x', extra: 1 }]],
    [null],
  ])('that are %j are a fault', (value) => {
    expect(readGrants(value, '/g').faults.length).toBeGreaterThan(0);
  });

  it('may be missing', () => {
    expect(readGrants(undefined, '/g')).toEqual({ grants: [], faults: [] });
  });
});
