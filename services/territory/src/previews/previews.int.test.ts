import { partnerSalesSummarised } from '@quyu/incentive-contracts';
import { partnerEnrolled } from '@quyu/partner-contracts';
import { type DataOf, itemsOf } from '@quyu/plugin-kit';
import { startTestHost, type TestHost } from '@quyu/testkit';
import {
  accountAssigned,
  accountUnassigned,
  type Assignment,
  type Mode,
  type PreviewChange,
  type RuleLine,
  territoryApi,
} from '@quyu/territory-contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { territory } from '../plugin.js';

const PROVINCES = Array.from({ length: 12 }, (_, index) => `P${index}`);
let app: TestHost;
let api: ReturnType<typeof clientOf>;

beforeAll(async () => {
  app = await startTestHost({ plugins: [territory] });
  api = clientOf(app);
  const partners = Array.from({ length: 60 }, (_, index) => partner(index + 1, PROVINCES[index % 12]!));
  await app.publish(partnerEnrolled, ...partners);
  await app.settle();
});
afterAll(() => app.stop());

describe('a preview', () => {
  it('counts the accounts and the revenue that move, by the last four quarters', async () => {
    const first = await plan('first', [rule('west', ['P0', 'P1']), rule('east', ['P2'])]);
    await api.activateModel({ params: first });
    await app.publish(
      partnerSalesSummarised,
      sales(2, '2018-Q4', '999'),
      sales(2, '2019-Q1', '100'),
      sales(2, '2019-Q4', '10'),
      sales(1, '2019-Q4', '5000'),
    );
    await app.publish(partnerSalesSummarised, sales(2, '2019-Q4', '23'));
    await app.settle();
    const params = await plan('next', [rule('west', ['P0']), rule('east', ['P1', 'P2'])]);
    const { preview, changes } = await previewOf(params);
    expect(preview).toMatchObject({
      status: 'ready',
      isCurrent: true,
      baseModelId: first.modelId,
      accounts: 60,
      moved: 5,
      gained: 0,
      lost: 0,
      gaps: 45,
      revenueMoved: [{ amount: '123', currency: 'USD' }],
    });
    expect(changes.find(({ subjectCode }) => subjectCode === 'AW2')).toMatchObject({
      change: 'moved',
      from: 'west',
      to: 'east',
      ruleCode: 'east',
      sales: [{ amount: '123', currency: 'USD' }],
    });
    const { previewId } = preview;
    const moved = await api.listPreviewChanges({ params: { previewId }, query: { change: 'moved' } });
    expect(moved.items).toHaveLength(5);
  });

  it('is kept with the version of the model, and says when it is out of date', async () => {
    const params = await plan('edited', [rule('west', ['P0'])]);
    const { preview } = await previewOf(params);
    await api.removeRule({ params: { ...params, ruleCode: 'west' } });
    const stale = await api.getPreview({ params: preview });
    expect(stale).toMatchObject({ isCurrent: false, modelVersion: preview.modelVersion });
    const renewed = await previewOf(params);
    const { items } = await api.listPreviews({ params, query: {} });
    expect(items.map(({ previewId }) => previewId)).toEqual([renewed.preview.previewId, preview.previewId]);
    const again = await previewOf(params);
    expect((await api.listPreviews({ params, query: {} })).items.map(({ previewId }) => previewId)).toEqual([
      again.preview.previewId,
      preview.previewId,
    ]);
  });

  it('is for those who plan', async () => {
    const reader = app.client(territoryApi, { permissions: ['territory:read'] });
    const params = await plan('not yours', []);
    await expect(reader.startPreview({ params })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(
      api.getPreview({ params: { previewId: '0198c0de-0000-7000-8000-00000000dead' } }),
    ).rejects.toMatchObject({ code: 'PREVIEW_NOT_FOUND' });
  });
});

describe('the law of previews', () => {
  it('an activation does what its preview said, account by account', { timeout: 60_000 }, async () => {
    const random = randomBySeed(20_261_125);
    for (let round = 0; round < 8; round += 1) {
      const mode: Mode = round % 3 === 2 ? 'fill' : 'realign';
      const params = await plan(`law-${round}`, randomRules(random));
      await pinSomebody(random);
      const { changes } = await previewOf(params, mode);
      const [before, heard] = [await assignments(), await eventsHeard()];
      await api.activateModel({ params, query: { mode, force: true } });
      await app.settle();
      expect(await assignments()).toEqual(foretold(before, changes));
      const told = (await eventsHeard()).slice(heard.length).toSorted();
      const moved = changes.filter((each) => isTold(before.get(each.subjectId), each));
      expect(told).toEqual(moved.map(({ subjectCode }) => subjectCode).toSorted());
    }
  });

  it('filling moves nobody who has a territory, in the database too', async () => {
    await api.activateModel({
      params: await plan('half', [rule('west', ['P0', 'P1'])]),
      query: { force: true },
    });
    const before = await assignments();
    const rules = [rule('east', PROVINCES)];
    await api.activateModel({ params: await plan('full', rules), query: { mode: 'fill', force: true } });
    for (const [subjectId, { territory: there }] of await assignments()) {
      expect(there).toBe(before.get(subjectId)?.territory ?? 'east');
    }
    expect((await api.listAssignments({ query: { status: 'gap' } })).items).toEqual([]);
  });

  it('filling is refused for a model without the territory of somebody', async () => {
    const params = await plan('one region', [rule('west', PROVINCES)], ['west']);
    const lacking = {
      code: 'MODEL_DROPS_TERRITORIES',
      details: { errors: [expect.objectContaining({ pointer: '/territories/east' })] },
    };
    await expect(api.activateModel({ params, query: { mode: 'fill', force: true } })).rejects.toMatchObject(
      lacking,
    );
  });
});

interface Where {
  readonly status: Assignment['status'];
  readonly territory: string | null;
  readonly rule: string | null;
}

async function assignments(): Promise<ReadonlyMap<string, Where>> {
  const all = itemsOf((cursor) =>
    api.listAssignments({ query: { limit: 200, ...(cursor ? { cursor } : {}) } }),
  );
  const found = await Array.fromAsync(all);
  return new Map(
    found.map(({ subjectId, status, territoryCode, ruleCode }) => [
      subjectId,
      { status, territory: territoryCode, rule: ruleCode },
    ]),
  );
}

function foretold(before: ReadonlyMap<string, Where>, changes: readonly PreviewChange[]) {
  const after = new Map(before);
  for (const { subjectId, status, to, ruleCode } of changes)
    after.set(subjectId, { status, territory: to, rule: ruleCode });
  return after;
}

/** All models have the same contenders for a conflict, so who stays in no territory by the same status is not told again. */
function isTold(there: Where | undefined, { change, status }: PreviewChange): boolean {
  return change !== 'none' || there?.status !== status;
}

async function eventsHeard(): Promise<readonly string[]> {
  const heard = [...(await app.published(accountAssigned)), ...(await app.published(accountUnassigned))];
  return heard.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(({ data }) => data.subjectCode);
}

async function previewOf(params: { modelId: string }, mode: Mode = 'realign') {
  const { previewId, jobId } = await api.startPreview({ params, query: { mode } });
  expect(await app.finishJob('territory', jobId)).toMatchObject({ state: 'succeeded' });
  const pages = itemsOf((cursor) =>
    api.listPreviewChanges({ params: { previewId }, query: { limit: 25, ...(cursor ? { cursor } : {}) } }),
  );
  return { preview: await api.getPreview({ params: { previewId } }), changes: await Array.fromAsync(pages) };
}

async function pinSomebody(random: () => number): Promise<void> {
  const params = { subjectId: idOf(1 + Math.floor(random() * 60)) };
  const territoryCode = random() < 0.5 ? 'west' : 'east';
  await api.putPin({ params, body: { territoryCode, reason: 'By lot' } });
  await app.settle();
}

function randomRules(random: () => number): RuleLine[] {
  const some = () => ['P0', ...PROVINCES.filter(() => random() < 0.4)];
  return [rule('west', some()), rule('east', some())];
}

/** Lehmer's generator: the same numbers for the same seed. */
function randomBySeed(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

function clientOf(host: TestHost) {
  return host.client(territoryApi);
}

async function plan(code: string, rules: readonly RuleLine[], regions = ['west', 'east']) {
  const { modelId } = await api.createModel({ body: { code, name: code, levels: ['region'] } });
  const body = regions.map((region) => ({ code: region, name: region.toUpperCase() }));
  await api.addTerritories({ params: { modelId }, body });
  await api.addRules({ params: { modelId }, body: rules });
  return { modelId };
}

function rule(code: string, values: string[]): RuleLine {
  return {
    code,
    territoryCode: code,
    priority: 1,
    condition: { attribute: 'geo.province', op: 'in', values },
  };
}

function idOf(number: number): string {
  return `0198c0de-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

function sales(number: number, period: string, amount: string): DataOf<typeof partnerSalesSummarised> {
  const code = `AW${number}`;
  const numbers = { orders: 1, lines: 1, productGroups: [] };
  return {
    partnerId: idOf(number),
    partnerCode: code,
    period,
    sales: { amount, currency: 'USD' },
    ...numbers,
  };
}

function partner(number: number, province: string): DataOf<typeof partnerEnrolled> {
  return {
    partnerId: idOf(number),
    code: `AW${number}`,
    externalId: null,
    name: `Partner ${number}`,
    type: 'dealer',
    address: { country: 'US', province, city: 'Somewhere' },
  };
}
