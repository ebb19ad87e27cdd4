import { partnerApi, partnerEnrolled, type PartnerProfile, partnerScreened } from '@quyu/partner-contracts';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { partner } from '../plugin.js';

let app: TestHost;
let api: ReturnType<typeof clientOf>;

beforeAll(async () => {
  app = await startTestHost({ plugins: [partner] });
  api = clientOf(app);
  const bands = [
    { from: 0, points: 10 },
    { from: 50, points: 30 },
  ];
  const indicators = [{ fact: 'employees' as const, bands }];
  await api.putScreeningPolicy({
    params: { code: 'size' },
    body: { asOfYear: 2020, passMark: 30, indicators },
  });
});
afterAll(() => app.stop());

describe('enrolling many partners', () => {
  const profiles = Array.from({ length: 1203 }, (_, index) => profile(index, index % 2 === 0 ? 60 : 2));
  let before: Awaited<ReturnType<typeof told>>;

  beforeEach(async () => {
    // What earlier tests have published is heard a moment later.
    await app.settle();
    before = await told();
  });

  it('screens each and tells of each once', async () => {
    expect(await api.enrolPartners({ body: profiles })).toMatchObject({ created: 1203, rejected: 0 });
    expect(await api.countPartners({})).toEqual({ approved: 602, review: 601, declined: 0 });
    await app.settle();
    expect(await told()).toEqual({ enrolled: 1203, screened: 1203 });
  });

  it('changes nothing the second time', async () => {
    expect(await api.enrolPartners({ body: profiles })).toMatchObject({ created: 0, unchanged: 1203 });
    await app.settle();
    expect(await told()).toEqual(before);
  });

  it('tells of those that changed, and of the outcome where that changed', async () => {
    const changed = profiles.with(0, profile(0, 2)).with(1, { ...profile(1, 2), name: 'Renamed' });
    expect(await api.enrolPartners({ body: changed })).toMatchObject({ created: 2, unchanged: 1201 });
    await app.settle();
    expect(await told()).toEqual({ enrolled: before.enrolled + 2, screened: before.screened + 1 });
    expect(await api.countPartners({})).toEqual({ approved: 601, review: 602, declined: 0 });
  });

  it('takes the good lines and says what is wrong with the others', async () => {
    const { name: _name, ...nameless } = profile(2001, 1);
    const lines = [
      profile(2000, 1),
      nameless as PartnerProfile,
      { ...profile(2002, 1), externalId: '5' },
      { ...profile(2003, 1), address: { ...profile(2003, 1).address, country: 'USA' } },
      { ...profile(2004, -1) },
    ];
    const summary = await api.enrolPartners({ body: lines });
    expect(summary).toMatchObject({ created: 1, rejected: 4 });
    expect(summary.rejections.map(({ line, faults }) => [line, faults[0]?.pointer])).toEqual([
      [2, '/name'],
      [3, '/externalId'],
      [4, '/address/country'],
      [5, '/employees'],
    ]);
  });

  it('lets two partners change their external ids for each other', async () => {
    const [a, b, c] = [profile(3000, 1), profile(3001, 1), profile(3000, 1)];
    await api.enrolPartners({ body: [a, b] });
    const body = [
      { ...c, externalId: 'on-the-way' },
      { ...b, externalId: '3000' },
      { ...a, externalId: '3001' },
    ];
    expect(await api.enrolPartners({ body })).toMatchObject({ created: 3, rejected: 0 });
    expect(await api.enrolPartners({ body: body.slice(1) })).toMatchObject({ unchanged: 2 });
  });

  it('enrols each once when two requests bring them at the same time', async () => {
    const both = Array.from({ length: 300 }, (_, index) => profile(5000 + index, 60));
    const answers = await Promise.all([
      api.enrolPartners({ body: both }),
      api.enrolPartners({ body: both.toReversed() }),
    ]);
    expect(answers[0].created + answers[1].created).toBe(300);
    expect(answers[0].unchanged + answers[1].unchanged).toBe(300);
    await app.settle();
    expect(await told()).toEqual({ enrolled: before.enrolled + 300, screened: before.screened + 300 });
  });

  it('streams them all out again, in the order of their codes', async () => {
    const codes: string[] = [];
    for await (const { code } of api.exportPartners({})) codes.push(code);
    expect(codes).toHaveLength(1203 + 1 + 2 + 300);
    expect(codes).toEqual(codes.toSorted());
  });

  it('lists them page by page', async () => {
    const first = await api.listPartners({ query: { type: 'dealer' } });
    expect(first.items).toHaveLength(50);
    const second = await api.listPartners({ query: { type: 'dealer', cursor: first.next! } });
    expect(second.items[0]!.code > first.items.at(-1)!.code).toBe(true);
    expect((await api.listPartners({ query: { type: 'agent' } })).items).toEqual([]);
    await expect(api.listPartners({ query: { cursor: 'rubbish' } })).rejects.toMatchObject({
      code: 'INVALID_CURSOR',
    });
  });
});

function clientOf(host: TestHost) {
  return host.client(partnerApi);
}

function profile(number: number, employees: number): PartnerProfile {
  return {
    code: `P${String(number).padStart(5, '0')}`,
    externalId: String(number),
    name: `Partner ${number}`,
    type: 'dealer',
    address: { country: 'US', province: 'WA', city: 'Seattle' },
    employees,
  };
}

async function told() {
  const enrolled = await app.published(partnerEnrolled);
  const screened = await app.published(partnerScreened);
  return { enrolled: enrolled.length, screened: screened.length };
}
