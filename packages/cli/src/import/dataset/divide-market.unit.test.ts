import { array, assert, constantFrom, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUNDLED_DATASET } from '../../main-job/bundled-dataset.js';
import { FaultLog } from '../csv/fault.js';
import { divideMarket } from './divide-market.js';
import { readMarket } from './read-market.js';
import { slugOf } from './territory-codes.js';

const region = (key: string, name: string, country: string, group: string) => ({
  line: Number(key) + 1,
  body: { key, region: name, country, group },
});
const place = (territoryKey: string, country: string, province: string) => ({
  line: 2,
  body: { key: 'g', city: 'c', province, country, postalCode: undefined, territoryKey },
});

describe('a market', () => {
  it('is divided into World, groups, countries and regions, parents first', () => {
    const regions = [
      region('1', 'Northwest', 'United States', 'North America'),
      region('6', 'Canada', 'Canada', 'North America'),
    ];
    expect(divideMarket(regions, []).territories.map(({ body }) => body)).toEqual([
      { code: 'world', name: 'World' },
      { code: 'north-america', name: 'North America', parentCode: 'world' },
      { code: 'united-states', name: 'United States', parentCode: 'north-america' },
      { code: 'canada', name: 'Canada', parentCode: 'north-america' },
      { code: 'northwest', name: 'Northwest', parentCode: 'united-states' },
      { code: 'canada-region', name: 'Canada', parentCode: 'canada' },
    ]);
  });

  it('gives each region the states it holds, country by country', () => {
    const regions = [region('1', 'West', 'United States', 'America')];
    const places = [
      place('1', 'US', 'WA'),
      place('1', 'US', 'CA'),
      place('1', 'US', 'WA'),
      place('1', 'CA', 'BC'),
    ];
    const holds = (country: string, values: string[]) => ({
      all: [
        { attribute: 'geo.country', op: 'eq', value: country },
        { attribute: 'geo.province', op: 'in', values },
      ],
    });
    expect(divideMarket(regions, places).rules.map(({ body }) => body)).toEqual([
      {
        code: 'west-by-state',
        territoryCode: 'west',
        priority: 100,
        condition: { any: [holds('US', ['CA', 'WA']), holds('CA', ['BC'])] },
      },
    ]);
  });

  it('never gives two territories one code, whatever they are called', () => {
    const name = constantFrom('North', 'north ', 'North!', 'World', '华东', '华 东', '!!', '');
    const regions = array(record({ region: name, country: name, group: name }), { maxLength: 12 });
    assert(
      property(regions, (given) => {
        const { territories, codeOf } = divideMarket(
          given.map((each, index) => region(String(index), each.region, each.country, each.group)),
          [],
        );
        const codes = territories.map(({ body }) => body.code);
        expect(new Set(codes).size).toBe(codes.length);
        expect(new Set(codeOf.values()).size).toBe(given.length);
      }),
    );
  });

  it('of the bundled data has 10 regions below 6 countries and 3 groups, and a rule for each region', async () => {
    const faults = new FaultLog();
    const market = await readMarket(BUNDLED_DATASET, faults);
    const { territories, rules } = divideMarket(market.regions, market.places.values());
    expect([territories.length, rules.length, faults.lines]).toEqual([1 + 3 + 6 + 10, 10, 0]);
  });
});

describe('a territory code', () => {
  it.each([
    ['North America', 'north-america'],
    ['  St. Gallen (CH) ', 'st-gallen-ch'],
    ['杭州市', '杭州市'],
  ])('of %j is %j', (name, code) => {
    expect(slugOf(name)).toBe(code);
  });
});
