import { partnerApi, type PartnerProfile } from '@quyu/partner-contracts';
import { platformApi } from '@quyu/plugin-kit';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partner } from './plugin.js';

const PERSONAL = ['206-555-0100', '42 Hidden Lane', '98104'];
const profile: PartnerProfile = {
  code: 'AW1',
  name: 'A Bike Store',
  type: 'dealer',
  address: { country: 'US', province: 'WA', city: 'Seattle', postalCode: PERSONAL[2], street: PERSONAL[1] },
  phone: PERSONAL[0],
  annualSales: { amount: '100', currency: 'USD' },
};

let app: TestHost;
let partnerId: string;
const as = (subject: string) => app.client(partnerApi, { subject });
const auditor = () =>
  app.client(platformApi('partner'), { subject: 'auditor', permissions: ['platform:audit'] });

beforeAll(async () => {
  app = await startTestHost({ plugins: [partner] });
  await as('head-office').putScreeningPolicy({
    params: { code: 'strict' },
    body: {
      asOfYear: 2026,
      passMark: 90,
      indicators: [{ fact: 'employees', bands: [{ from: 0, points: 10 }] }],
    },
  });
  const enrolled = await as('lin').enrolPartner({ body: profile, idempotencyKey: 'enrol-1' });
  partnerId = enrolled.partnerId;
  await as('wang').decideReview({
    params: { partnerId },
    body: { decision: 'approve', reason: 'known for years' },
    ifMatch: enrolled.version,
  });
});
afterAll(() => app.stop());

describe('the audit log of partner', () => {
  it('tells who decided on a partner, from where, and what that changed', async () => {
    const found = await auditor().listAuditEntries({ query: { operation: 'partner.decideReview' } });
    expect(found.items).toMatchObject([
      {
        actor: 'wang',
        outcome: 'done',
        resourceType: 'partner',
        resourceId: partnerId,
        address: '127.0.0.1',
      },
    ]);
    const entry = await auditor().getAuditEntry({ params: { entryId: found.items[0]!.entryId } });
    expect(entry.details).toMatchObject({
      params: { partnerId },
      body: { decision: 'approve', reason: 'known for years' },
    });
    const changed = entry.changes.find(({ table }) => table === 'partner');
    expect([changed?.before, changed?.after]).toMatchObject([{ status: 'review' }, { status: 'approved' }]);
    expect(entry.changes.find(({ table }) => table === 'review_decision')).toMatchObject({
      kind: 'insert',
      after: { decided_by: 'wang' },
    });
  });

  it('gives the history of one partner, newest first, in pages', async () => {
    const about = { resourceType: 'partner', resourceId: partnerId };
    const first = await auditor().listAuditEntries({ query: { ...about, limit: 1 } });
    const second = await auditor().listAuditEntries({ query: { ...about, limit: 1, cursor: first.next! } });
    expect([...first.items, ...second.items].map(({ actor, operation }) => [actor, operation])).toEqual([
      ['wang', 'partner.decideReview'],
      ['lin', 'partner.enrolPartner'],
    ]);
    expect(second.next).toBeNull();
  });

  it('is searched by actor, correlation and time', async () => {
    await app.client(partnerApi, { subject: 'zhao' }).enrolPartner({ body: { ...profile, code: 'AW9' } });
    const [entry] = (await auditor().listAuditEntries({ query: { actor: 'zhao' } })).items;
    const by = async (query: object): Promise<string[]> =>
      (await auditor().listAuditEntries({ query })).items.map(({ entryId }) => entryId);
    expect(await by({ correlationId: entry!.correlationId! })).toEqual([entry!.entryId]);
    expect(await by({ from: entry!.recordedAt })).toEqual([entry!.entryId]);
    expect(await by({ to: '2020-01-01T00:00:00Z' })).toEqual([]);
  });

  it('holds nothing personal of what was asked or changed', async () => {
    const { rows } = await app.db('partner').query<{ all: string }>(
      `select coalesce((select string_agg(e::text, '') from audit_entry e), '') ||
        coalesce((select string_agg(c::text, '') from audit_change c), '') as all`,
    );
    expect(rows[0]?.all).toContain('A Bike Store');
    expect(PERSONAL.filter((value) => rows[0]?.all.includes(value))).toEqual([]);
    const [entry] = (
      await auditor().listAuditEntries({ query: { operation: 'partner.enrolPartner', actor: 'lin' } })
    ).items;
    expect(entry?.details).toMatchObject({ body: { code: 'AW1', phone: '[redacted]' } });
    expect(entry?.idempotencyKey).toBe('enrol-1');
  });

  it('is sealed a moment later', async () => {
    const [entry] = (await auditor().listAuditEntries({ query: { actor: 'lin' } })).items;
    const seal = async () => (await auditor().getAuditEntry({ params: { entryId: entry!.entryId } })).seal;
    await expect.poll(seal, { timeout: 5000 }).toMatchObject({ seq: expect.any(Number) });
  });

  it('is shown to nobody without the permission to audit, and what is not there is not found', async () => {
    const curious = app.client(platformApi('partner'), { permissions: ['platform:read', 'partner:*'] });
    await expect(curious.listAuditEntries({ query: {} })).rejects.toMatchObject({ status: 403 });
    const missing = auditor().getAuditEntry({ params: { entryId: '999999' } });
    await expect(missing).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('counts what is refused, and keeps no row of it', async () => {
    const before = (await auditor().listAuditEntries({ query: {} })).items.length;
    const outsider = app.client(partnerApi, { permissions: [] });
    await expect(outsider.enrolPartner({ body: profile })).rejects.toMatchObject({ status: 403 });
    const page = await fetch(`${app.url}/metrics`, {
      headers: { authorization: `Bearer ${await app.token()}` },
    });
    expect(await page.text()).toMatch(/quyu_http_refused_requests_total\{reason="forbidden"\} [1-9]/);
    expect((await auditor().listAuditEntries({ query: {} })).items).toHaveLength(before);
  });
});
