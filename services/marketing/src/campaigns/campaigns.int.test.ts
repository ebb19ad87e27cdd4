import { type CampaignLine, campaignPlanned, marketingApi } from '@quyu/marketing-contracts';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { marketing } from '../plugin.js';

let app: TestHost;
beforeAll(async () => {
  app = await startTestHost({ plugins: [marketing] });
});
afterAll(() => app.stop());

const line = (code: string, change: Partial<CampaignLine> = {}): CampaignLine => ({
  code,
  name: `Campaign ${code}`,
  kind: 'Volume Discount',
  audience: 'Reseller',
  discountBp: 200,
  startDate: '2010-12-29',
  endDate: '2013-12-28',
  minQuantity: 11,
  maxQuantity: 14,
  ...change,
});
const client = () => app.client(marketingApi);
const plan = (...body: readonly CampaignLine[]) => client().planCampaigns({ body });
const planned = async (code: string): Promise<readonly string[]> => {
  await app.settle();
  const events = await app.published(campaignPlanned);
  return events.filter(({ data }) => data.code === code).map(({ data }) => data.endDate);
};

describe('planning campaigns in bulk', () => {
  it('plans each once, whatever is sent again', async () => {
    const { maxQuantity: _, ...open } = line('open');
    expect(await plan(line('once'), open)).toEqual({ created: 2, unchanged: 0, rejected: 0, rejections: [] });
    expect(await plan(line('once'), open)).toMatchObject({ created: 0, unchanged: 2 });
    expect(await planned('once')).toEqual(['2013-12-28']);
  });

  it('announces a changed plan under the same id', async () => {
    await plan(line('longer'));
    expect(await plan(line('longer', { endDate: '2014-06-30' }))).toMatchObject({ created: 1, rejected: 0 });
    expect(await planned('longer')).toEqual(['2013-12-28', '2014-06-30']);
    const ids = (await app.published(campaignPlanned)).filter(({ data }) => data.code === 'longer');
    expect(new Set(ids.map(({ data }) => data.campaignId)).size).toBe(1);
  });

  it('announces nothing when later lines undo earlier ones', async () => {
    await plan(line('undone'));
    expect(await plan(line('undone', { discountBp: 100 }), line('undone'))).toMatchObject({ created: 2 });
    expect(await planned('undone')).toEqual(['2013-12-28']);
  });

  it('takes the good lines beside the bad and says what is wrong with each', async () => {
    const { rejections, ...counts } = await plan(
      line('good'),
      line('backwards', { endDate: '2010-12-28' }),
      line('narrow', { maxQuantity: 10 }),
      line('no-day', { startDate: '2011-02-29' }),
      line('steep', { discountBp: 10_001 }),
    );
    expect(counts).toEqual({ created: 1, unchanged: 0, rejected: 4 });
    expect(rejections.map(({ line: at, faults }) => `${at}${faults[0]!.pointer}`)).toEqual([
      '2/endDate',
      '3/maxQuantity',
      '4/startDate',
      '5/discountBp',
    ]);
    expect(await planned('backwards')).toEqual([]);
  });

  it('plans a campaign once when two requests bring it at the same time', async () => {
    const many = Array.from({ length: 300 }, (_, index) => line(`race-${index}`));
    await Promise.all([plan(...many), plan(...many.toReversed()), plan(...many)]);
    await app.settle();
    const events = (await app.published(campaignPlanned)).filter(({ data }) => data.code.startsWith('race-'));
    expect(events).toHaveLength(300);
  });
});

describe('campaigns', () => {
  it('are listed by code in pages, of one day if asked', async () => {
    await plan(line('x-1'), line('x-2', { startDate: '2030-01-01', endDate: '2030-01-31' }), line('x-3'));
    const onTheDay = await client().listCampaigns({ query: { activeOn: '2030-01-31' } });
    expect(onTheDay.items.map(({ code }) => code)).toEqual(['x-2']);
    const first = await client().listCampaigns({ query: { limit: 2 } });
    const second = await client().listCampaigns({ query: { limit: 2, cursor: first.next! } });
    const codes = [...first.items, ...second.items].map(({ code }) => code);
    expect(codes).toEqual(codes.toSorted());
    expect(new Set(codes).size).toBe(4);
  });

  it('are found by id', async () => {
    await plan(line('found'));
    await app.settle();
    const event = (await app.published(campaignPlanned)).find(({ data }) => data.code === 'found');
    const campaignId = event!.data.campaignId;
    expect(await client().getCampaign({ params: { campaignId } })).toEqual({ ...line('found'), campaignId });
    const nobody = '0198c0de-0000-7000-8000-000000000000';
    await expect(client().getCampaign({ params: { campaignId: nobody } })).rejects.toMatchObject({
      code: 'CAMPAIGN_NOT_FOUND',
      status: 404,
    });
  });
});
