import { partnerScored } from '@quyu/feedback-contracts';
import { fakeClock, startTestHost, type TestHost } from '@quyu/testkit';
import { type Indicator, territoryApi } from '@quyu/territory-contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { territory } from '../plugin.js';
import { openChina, partnerOf, sell } from '../testing/china-market.js';
import { plannerOf } from '../testing/planner.js';

/** Events of a test carry the time of their publication: objectives are about these days. */
const clock = fakeClock(new Date().toISOString());
const day = (after: number): string => new Date(Date.now() + after * 86_400_000).toISOString().slice(0, 10);

let app: TestHost;
beforeAll(async () => {
  app = await startTestHost({ plugins: [territory], now: clock.now });
  await openChina(app, 'nj', 'hz', 'nb');
});
afterAll(() => app.stop());

const api = () => app.client(territoryApi);
const set = (code: string, indicator: Indicator, target: number, change: { startsOn?: string; territoryCode?: string } = {}) =>
  api().setObjective({
    body: {
      code, name: code, territoryCode: 'zj', indicator, ownerCode: 'li', startsOn: day(-3),
      stages: [{ name: '一', dueOn: day(30), target }], ...change,
    },
  }); // prettier-ignore

describe('progress of an objective', () => {
  it('counts the partners that were enrolled in the territory since it started', async () => {
    expect(await set('channels', 'new-channels', 2)).toMatchObject({
      status: 'met', fedBy: ['partner.enrolled.v1'], baseline: 0, stages: [{ value: 2, target: 2 }],
    }); // prettier-ignore
    expect(await set('country', 'new-channels', 4, { territoryCode: 'cn' })).toMatchObject({
      stages: [{ value: 3 }],
    });
    expect(await set('later', 'new-channels', 2, { startsOn: day(2) })).toMatchObject({
      status: 'not-started',
    });
  });

  it('sets sales of the last four whole quarters against the capacity of the market', async () => {
    expect(await set('share', 'market-share', 300)).toMatchObject({
      status: 'no-data',
      stages: [{ value: null }],
    });
    await plannerOf(app).profile('zj', '10000');
    const year = new Date().getUTCFullYear();
    const quarter = Math.floor(new Date().getUTCMonth() / 3);
    await sell(app, { hz: 150, nb: 50, nj: 999 }, quarter === 0 ? `${year - 1}-Q4` : `${year}-Q${quarter}`);
    await sell(app, { hz: 7777 }, `${year + 1}-Q4`);
    const { items } = await api().listObjectives({
      query: { territoryCode: 'cn', indicator: 'market-share' },
    });
    expect(items).toMatchObject([{ code: 'share', stages: [{ value: 200, target: 300 }] }]);
  });

  it('takes the mean of the latest scores of partners', async () => {
    const score = (city: string, year: number, points: string) => ({
      partnerId: partnerOf(city), partnerCode: city, scorecardCode: 's', scorecardVersion: 1, year, score: points, grade: 'A',
    }); // prettier-ignore
    await app.publish(
      partnerScored,
      score('hz', 2024, '10'),
      score('hz', 2025, '80.25'),
      score('nb', 2025, '60'),
    );
    await app.settle();
    expect(await set('score', 'channel-score', 8000)).toMatchObject({ stages: [{ value: 7013 }] });
  });

  it('says that no event feeds what only people can tell', async () => {
    expect(await set('known', 'brand-awareness', 5000)).toMatchObject({ status: 'not-fed', fedBy: [] });
  });
});

describe('setting an objective', () => {
  it('refuses stages that fall back, in time or in what they ask', async () => {
    const stages = [{ name: 'a', dueOn: day(9), target: 9 }, { name: 'b', dueOn: day(9), target: 8 }]; // prettier-ignore
    const body = { code: 'x', name: 'x', territoryCode: 'nowhere', indicator: 'new-channels' as const, ownerCode: 'li', startsOn: day(0), stages }; // prettier-ignore
    await expect(api().setObjective({ body })).rejects.toMatchObject({
      details: {
        errors: [
          { pointer: '/body/territoryCode' }, { pointer: '/body/stages/1/dueOn' }, { pointer: '/body/stages/1/target' },
        ],
      },
    }); // prettier-ignore
  });

  it('changes only what was read, and takes a code once', async () => {
    const { objectiveId, code, version } = await set('changed', 'new-channels', 5);
    await expect(set('changed', 'new-channels', 5)).rejects.toMatchObject({ code: 'OBJECTIVE_CODE_TAKEN' });
    const body = { name: code, territoryCode: 'js', indicator: 'new-channels' as const, ownerCode: 'li', startsOn: day(-3), stages: [{ name: 's', dueOn: day(9), target: 1 }] }; // prettier-ignore
    const change = { params: { objectiveId }, body, ifMatch: version };
    expect(await api().changeObjective(change)).toMatchObject({
      version: 2,
      status: 'met',
      stages: [{ value: 1 }],
    });
    await expect(api().changeObjective(change)).rejects.toMatchObject({ code: 'VERSION_MISMATCH' });
    expect(await api().getObjective({ params: { objectiveId } })).toMatchObject({ territoryCode: 'js' });
  });
});
