import { startTestHost, type TestHost } from '@quyu/testkit';
import { type CarriageLine, type OutletLine, territoryApi } from '@quyu/territory-contracts';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { territory } from '../plugin.js';
import { divide } from '../testing/field-market.js';
import { rateOf } from './coverage.js';

let app: TestHost;
let api: ReturnType<typeof clientOf>;
const clientOf = (host: TestHost) => host.client(territoryApi);

beforeAll(async () => {
  app = await startTestHost({ plugins: [territory], now: () => new Date('2026-11-25T02:00:00Z') });
  api = clientOf(app);
});
afterAll(() => app.stop());

const outlet = (code: string, province: string, change: Partial<OutletLine> = {}): OutletLine => ({
  code, name: code, attributes: { 'geo.country': 'CN', 'geo.province': province }, productLines: ['tea'], ...change,
}); // prettier-ignore
const seen = (outletCode: string, observedOn: string, carried: boolean, productLine = 'tea'): CarriageLine => ({
  outletCode, productLine, observedOn, carried,
}); // prettier-ignore
const rates = async (query: { on?: string; territoryCode?: string; productLine?: string }) => {
  const { items } = await api.listCoverage({ query });
  return items.map((each) => [
    each.territoryCode,
    each.productLine,
    each.carried,
    each.potential,
    each.rateBp,
  ]);
};

describe('coverage', () => {
  it('waits for a model, and then counts outlets where its rules put them, up the tree', async () => {
    await api.registerOutlets({ body: [outlet('w1', 'W'), outlet('w2', 'W'), outlet('e1', 'E'), outlet('x1', 'X')] });
    expect(await rates({})).toEqual([]);
    await divide(app, api, 'first', [['west', 'W'], ['east', 'E']]);
    await api.observeOutlets({ body: [seen('w1', '2026-09-10', true), seen('e1', '2026-10-01', true), seen('w2', '2026-10-02', false)] });
    expect(await rates({})).toEqual([
      ['cn', 'tea', 2, 3, 6667],
      ['east', 'tea', 1, 1, 10_000],
      ['west', 'tea', 1, 2, 5000],
    ]);
    expect((await api.listOutlets({ query: { status: 'gap' } })).items).toMatchObject([{ code: 'x1', territoryCode: null }]);
  }); // prettier-ignore

  it('is that of the day: what was seen last until then counts', async () => {
    await api.observeOutlets({ body: [seen('w1', '2026-11-01', false)] });
    expect(await rates({ territoryCode: 'west', on: '2026-10-31' })).toEqual([['west', 'tea', 1, 2, 5000]]);
    expect(await rates({ territoryCode: 'west' })).toEqual([['west', 'tea', 0, 2, 0]]);
    const { items } = await api.coverageTrend({
      params: { territoryCode: 'cn', productLine: 'tea' },
      query: { months: 4 },
    });
    expect(items.map(({ on, carried, rateBp }) => [on, carried, rateBp])).toEqual([
      ['2026-08-31', 0, 0],
      ['2026-09-30', 1, 3333],
      ['2026-10-31', 2, 6667],
      ['2026-11-25', 1, 3333],
    ]);
  });

  it('is explained by its parts, and by the outlets it counts', async () => {
    const params = { territoryCode: 'cn', productLine: 'tea' };
    expect(await api.explainCoverage({ params, query: {} })).toMatchObject({
      modelCode: 'first', carried: 1, potential: 3, rateBp: 3333, unobserved: 0, direct: { potential: 0 },
      children: [{ territoryCode: 'east', carried: 1, potential: 1 }, { territoryCode: 'west', carried: 0, potential: 2 }],
    });
    const { items } = await api.listCoverageOutlets({ params, query: { carried: true } });
    expect(items).toEqual([{ outletCode: 'e1', territoryCode: 'east', ruleCode: 'to-east', carried: true, observedOn: '2026-10-01' }]);
    await expect(api.explainCoverage({ params: { ...params, territoryCode: 'mars' }, query: {} })).rejects.toMatchObject({ code: 'TERRITORY_NOT_FOUND' });
  }); // prettier-ignore

  it('counts an outlet that carries a line it was not meant for, and none that is closed', async () => {
    await api.registerOutlets({ body: [outlet('w2', 'W', { closesOn: '2026-11-01' })] });
    await api.observeOutlets({ body: [seen('w1', '2026-11-02', true, 'coffee')] });
    expect(await rates({ territoryCode: 'west' })).toEqual([
      ['west', 'coffee', 1, 1, 10_000],
      ['west', 'tea', 0, 1, 0],
    ]);
  });

  it('takes good lines beside bad ones, and a correction of the same day', async () => {
    const summary = await api.observeOutlets({
      body: [seen('w1', '2026-11-03', true), seen('w1', '2026-11-03', false), seen('zz', '2026-11-03', true)],
    });
    expect(summary).toMatchObject({ created: 2, rejected: 1, rejections: [{ line: 3, faults: [{ code: 'unknown_outlet' }] }] });
    expect(await api.observeOutlets({ body: [seen('w1', '2026-11-03', false)] })).toMatchObject({ unchanged: 1 });
  }); // prettier-ignore

  it('follows the model: another one moves outlets, and the rates with them', async () => {
    await divide(app, api, 'second', [['north', 'W', 'E', 'X']]);
    expect(await rates({ productLine: 'tea' })).toEqual([
      ['cn', 'tea', 1, 3, 3333],
      ['north', 'tea', 1, 3, 3333],
    ]);
  });

  it('is what counting one by one gives', async () => {
    const day = fc.integer({ min: 1, max: 9 }).map((number) => `2026-05-0${number}`);
    const observation = fc.record({ outletCode: fc.constantFrom('r0', 'r1', 'r2', 'r3'), productLine: fc.constantFrom('a', 'b'), observedOn: day, carried: fc.boolean() });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(observation, { maxLength: 20 }), day, async (observations, on) => {
        round += 1;
        const prefix = `n${round}-`;
        const outlets = ['r0', 'r1', 'r2', 'r3'].map((code, index) => outlet(prefix + code, 'W', { productLines: index < 2 ? [`${prefix}a`] : [] }));
        await api.registerOutlets({ body: outlets });
        await api.observeOutlets({ body: observations.map((each) => ({ ...each, outletCode: prefix + each.outletCode, productLine: prefix + each.productLine })) });
        for (const productLine of ['a', 'b']) {
          const last = ['r0', 'r1', 'r2', 'r3'].map((code) => observations.filter((each) => each.outletCode === code && each.productLine === productLine && each.observedOn <= on).reduce<CarriageLine | undefined>((latest, each) => (latest && latest.observedOn > each.observedOn ? latest : each), undefined));
          const carried = last.filter((each) => each?.carried).length;
          const potential = last.filter((each, index) => (productLine === 'a' && index < 2) || each?.carried).length;
          const told = await api.explainCoverage({ params: { territoryCode: 'cn', productLine: prefix + productLine }, query: { on } });
          expect(told).toMatchObject(rateOf({ carried, potential }));
        }
      }),
      { numRuns: 15 },
    );
    await app.settle();
  }); // prettier-ignore
});
