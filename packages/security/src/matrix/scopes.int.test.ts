import { type Route, jsonSchemaOf, platformApi } from '@quyu/contract-kit';
import { incentiveApi } from '@quyu/incentive-contracts';
import { partnerApi } from '@quyu/partner-contracts';
import type { Grant } from '@quyu/plugin-kit';
import { territoryApi } from '@quyu/territory-contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ids } from '../market/open-market.js';
import { type DeploymentHost, startDeployment } from '../requests/deployment-host.js';
import type { Answer } from '../requests/exchange.js';
import { aboutKnown } from '../requests/places.js';
import { type Parts, wireRequest } from '../requests/request.js';
import { validExample } from '../requests/valid-parts.js';
import { type DeclaredRoute, declaredRoutes } from '../routes/declared-routes.js';
import { loadDeployment } from '../routes/deployment.js';

const routes = declaredRoutes(await loadDeployment());
const ofServices = routes.filter(({ route }) => !route.permission.startsWith('platform:'));
const reads = ofServices.filter(({ route }) => route.kind === 'read' || route.kind === 'rows');
const changes = ofServices.filter((each) => !reads.includes(each));

/** Parameters that name what belongs to a partner. */
const OWNED = ['partnerId', 'subjectId', 'resultId', 'diversionId'];
const owned = ofServices.filter(({ address }) => OWNED.some((name) => address.includes(`:${name}`)));

/** Every permission there is, within the north: by its territory, or by the partner that is there. */
const LIMITS = [
  ['territory', 'northwest'],
  ['partner', 'north'],
] as const;
const within = (kind: string, id: string, role = 'operator'): readonly Grant[] => [
  { role, within: { kind, id } },
];

/** What is about all rows at once, or about what is nobody's yet: it takes a grant without a limit. */
const WHOLE = [
  'incentive.compareRuns', 'incentive.exportPayoutBatch', 'incentive.getCreditingRule', 'incentive.getPayoutBatch', 'incentive.getRun', 'incentive.getSalesImport',
  'incentive.listCreditingRules', 'incentive.listOpenRejections', 'incentive.listPayouts', 'incentive.listRejectedSales', 'incentive.listRuns',
  'territory.getPreview', 'territory.listPreviewChanges', 'territory.listPreviews',
]; // prettier-ignore

let host: DeploymentHost;
beforeAll(async () => {
  host = await startDeployment();
}, 60_000);
afterAll(() => host.stop());

async function askWithin(grants: readonly Grant[], each: DeclaredRoute, ids: Ids): Promise<Answer> {
  const token = await host.app.token({ subject: 'limited', grants });
  return host.exchange(wireRequest(each, partsAbout(each.route, ids)), token);
}

/** A valid request about what is known, that filters no more than it must. */
function partsAbout(route: Route, ids: Ids): Parts {
  const { params, query, body } = validExample(route);
  const schema = route.query ? jsonSchemaOf(route.query) : {};
  const required = (schema['required'] ?? []) as readonly string[];
  const needed = Object.entries(query).filter(([name]) => required.includes(name));
  const ofYear = needed.map(([name, value]) => [name, name === 'year' ? 2019 : value]);
  return { params: aboutKnown(params, ids), query: Object.fromEntries(ofYear), body };
}

/** What must not be told to whoever has nothing to do with the south. */
const secretsOfSouth = (): readonly string[] => {
  const { partnerId, resultId } = host.market.south;
  return [partnerId!, resultId!, '"south"', '"x-south"', 'Partner south', '"bo"'];
};

describe.each(LIMITS)('within one %s', (kind, id) => {
  test.each(owned)('$name: of another -> 404', async (each) => {
    const answer = await askWithin(within(kind, id), each, host.market.south);
    expect([answer.status, answer.problem?.status], answer.text).toEqual([404, 404]);
  });

  test.each(owned.filter((each) => reads.includes(each)))('$name: of their own -> there', async (each) => {
    const answer = await askWithin(within(kind, id), each, host.market.north);
    expect(answer.status, answer.text).toBe(200);
  });

  test.each(reads)('$name: nothing of another in the answer', async (each) => {
    const answer = await askWithin(within(kind, id), each, host.market.north);
    expect(answer.status, answer.text).toBeLessThan(500);
    expect(secretsOfSouth().filter((secret) => answer.text.includes(secret))).toEqual([]);
  });

  test('all but these can be read', async () => {
    const answers = await Promise.all(
      reads.map(async (each) => [each.name, await askWithin(within(kind, id), each, host.market.north)] as const),
    );
    const refused = answers.filter(([, { status }]) => status === 403).map(([name]) => name);
    expect(refused.toSorted()).toEqual(WHOLE);
  });

  test.each(changes)('$name: a change -> made within, or refused as one', async (each) => {
    const answer = await askWithin(within(kind, id), each, host.market.north);
    expect(answer.status, answer.text).toBeLessThan(500);
    expect(secretsOfSouth().filter((secret) => answer.text.includes(secret))).toEqual([]);
  });

  test('what everybody else sees is as it was before', async () => {
    const partner = await host.app.client(partnerApi).getPartner({ params: { partnerId: host.market.south['partnerId']! } });
    expect(partner).toMatchObject({ code: 'south', status: 'approved', territoryCode: 'southeast', version: 1 });
  });
}); // prettier-ignore

describe('the search for what is told of another', () => {
  test('finds it in what an unlimited caller is told', async () => {
    const told = await Promise.all(
      reads.map((each) => askWithin([{ role: 'operator' }], each, host.market.south)),
    );
    const text = told.map((answer) => answer.text).join('\n');
    expect(secretsOfSouth().filter((secret) => !text.includes(secret))).toEqual([]);
  });
});

describe('the roles of the deployment', () => {
  const as = (grants: readonly Grant[]) => ({ subject: 'someone', grants });

  test('a salesperson sees themself, and not their colleagues', async () => {
    const identity = as(within('org-unit', 'ann', 'salesperson'));
    const staff = await host.app.client(territoryApi, identity).listStaff({ query: {} });
    expect(staff.items.map(({ code }) => code)).toEqual(['ann']);
  });

  test('who leads a part of the market sees its partners, and what they earn', async () => {
    const identity = as(within('territory', 'northwest', 'city-lead'));
    const partners = await host.app.client(partnerApi, identity).listPartners({ query: {} });
    expect(partners.items.map(({ code }) => code)).toEqual(['north']);
    const results = await host.app.client(incentiveApi, identity).listResults({ query: {} });
    expect(results.items.map(({ payeeCode }) => payeeCode)).toEqual(['north']);
  });

  test('who leads the whole sees all below it', async () => {
    const identity = as(within('territory', 'world', 'region-lead'));
    const partners = await host.app.client(partnerApi, identity).listPartners({ query: {} });
    expect(partners.items.map(({ code }) => code)).toEqual(['held', 'north', 'south']);
  });

  test('an auditor of a part sees what changed nothing but rows of it, and what they did themself', async () => {
    const roles = { subject: 'limited-auditor', grants: within('territory', 'northwest') };
    const [north, south] = [host.market.north['partnerId'], host.market.south['partnerId']];
    const log = host.app.client(platformApi('partner'), roles);
    const seen = (await log.listAuditEntries({ query: { limit: 200 } })).items;
    expect(seen.map(({ operation }) => operation)).toContain('partner.enrolPartner');
    const whole = await Promise.all(seen.map(({ entryId }) => log.getAuditEntry({ params: { entryId } })));
    expect(JSON.stringify(whole)).toContain(north);
    expect(JSON.stringify(whole)).not.toContain(south);
    const everything = (
      await host.app.client(platformApi('partner')).listAuditEntries({ query: { limit: 200 } })
    ).items;
    expect(everything.length).toBeGreaterThan(seen.length);
    const hidden = everything.find(({ entryId }) => !seen.some((each) => each.entryId === entryId))!;
    await expect(log.getAuditEntry({ params: { entryId: hidden.entryId } })).rejects.toMatchObject({
      status: 404,
    });
  });

  test("a partner's user sees the partner, and may see no rewards", async () => {
    const identity = as(within('partner', 'south', 'partner-user'));
    const counts = await host.app.client(partnerApi, identity).countPartners({});
    expect(counts).toEqual({ approved: 1, review: 0, declined: 0 });
    await expect(host.app.client(incentiveApi, identity).listResults({ query: {} })).rejects.toMatchObject({
      status: 403,
    });
  });
});
