import { platformApi, z } from '@quyu/contract-kit';
import { describe, expect, test } from 'vitest';
import { compareContracts } from './compare-contracts.js';
import { type PublishedContract, contractsOf } from './contracts.js';
import { type Market, marketSpecs } from './market-specs.js';

const published = Object.fromEntries(
  Object.entries(contractsOf(marketSpecs())).map(([name, { contract }]): [string, PublishedContract] => [
    name,
    contract,
  ]),
);

/** What is said of a change to the market. */
const changes = (market: Market): string[] =>
  compareContracts(published, contractsOf(marketSpecs(market))).map(
    ({ contract, pointer, why, breaks }) => `${contract} ${pointer} ${why} -> ${breaks.join()}`,
  );

const stall = { stallId: z.string(), name: z.string() };

describe('the contract report', () => {
  test('tells of every event and route who is on either side', () => {
    const sides = Object.entries(contractsOf(marketSpecs())).map(([name, { publishers, consumers }]) => [
      name,
      publishers.join(),
      consumers.join(),
    ]);
    const hostRoutes = Object.keys(platformApi('stall').routes).toSorted();
    expect(sides).toEqual([
      ...hostRoutes.map((name) => [`platform.v1/${name}`, 'broker,guard,stall', '']),
      ['stall.pitched.v1', 'stall', 'guard'],
      ['stall.v1/pitch', 'stall', 'broker'],
    ]);
  });

  test('is the same for the same contracts', () => {
    expect(changes({})).toEqual([]);
  });
});

describe('a change to an event', () => {
  const cases: [string, Market, string[]][] = [
    ['that adds a field breaks nobody', { event: { schema: z.object({ ...stall, place: z.string().optional() }) } }, []],
    ['that removes a field breaks who consumes it', { event: { schema: z.object({ stallId: z.string() }) } }, ['stall.pitched.v1 /data/name is gone -> guard']],
    ['that moves it to another kind of aggregate', { event: { aggregate: 'market' } }, ['stall.pitched.v1  the aggregate was stall, and is market -> guard']],
    ['that orders it by something else', { event: { key: 'name' } }, ['stall.pitched.v1  the key was stallId, and is name -> guard']],
    ['that stops it', { without: 'event' }, ['stall.pitched.v1  is no longer published -> guard']],
  ]; // prettier-ignore
  test.each(cases)('%s', (_name, market, expected) => {
    expect(changes(market)).toEqual(expected);
  });
});

describe('a change to a route', () => {
  const body = (shape: z.core.$ZodLooseShape) => ({ body: z.strictObject(shape) });
  const cases: [string, NonNullable<Market['route']>, string][] = [
    ['that asks for more', body({ name: z.string(), place: z.string() }), '/body/place must now be there, and did not have to'],
    ['that takes less', body({}), '/body/name is no longer accepted'],
    ['that gives less', { answer: z.object({}) }, '/answer/stallId is gone'],
    ['that gives nothing', { answer: undefined, status: 200 } as never, '/answer is gone'],
    ['that takes no body', { body: undefined } as never, '/body is no longer accepted'],
    ['that asks for a query', { query: z.strictObject({ day: z.string() }) }, '/query/day must now be there, and did not have to'],
    ['to another method', { method: 'PUT' }, ' the method was POST, and is PUT'],
    ['to another address', { path: '/pitches' }, ' the path was /stalls, and is /pitches'],
    ['to another permission', { permission: 'stall:own' }, ' the permission was stall:write, and is stall:own'],
    ['to another status', { status: 201 }, ' the status was 200, and is 201'],
    ['that wants to know the version', { ifMatch: true }, ' If-Match is now needed'],
    ['that takes smaller bodies', { bodyLimit: 10 }, ' bodies of 1048576 bytes were taken, and now 10'],
  ]; // prettier-ignore
  test.each(cases)('%s breaks who calls it', (_name, route, expected) => {
    expect(changes({ route })).toEqual([`stall.v1/pitch ${expected} -> broker`]);
  });

  test('that takes or gives more breaks nobody', () => {
    const more = {
      ...body({ name: z.string(), place: z.string().optional() }),
      query: z.strictObject({ day: z.string().optional() }),
      answer: z.object({ stallId: z.string(), place: z.string() }),
      bodyLimit: 2_000_000,
      problems: ['STALL_TAKEN'],
    };
    expect(changes({ route: more })).toEqual([]);
  });

  test('that stops serving it breaks who calls it', () => {
    const [gone] = compareContracts(published, contractsOf(marketSpecs({ without: 'route' })));
    expect(gone).toMatchObject({ contract: 'stall.v1/pitch', why: 'is no longer served' });
  });
});
