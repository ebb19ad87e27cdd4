import { partnerSalesSummarised } from '@quyu/incentive-contracts';
import { partnerEnrolled } from '@quyu/partner-contracts';
import type { Client, DataOf, EventContract } from '@quyu/plugin-kit';
import { territoryApi, type TerritoryLine } from '@quyu/territory-contracts';

/** What a market needs of the host it is in: a test host has it. */
export interface MarketHost {
  publish<E extends EventContract>(event: E, ...data: readonly DataOf<E>[]): Promise<void>;
  settle(): Promise<void>;
  client(api: typeof territoryApi, identity?: { readonly subject?: string }): Client<typeof territoryApi>;
}

/** A country of two provinces: one with three cities, one with two. */
export const TERRITORIES: readonly TerritoryLine[] = [
  { code: 'cn', name: '中国' },
  { code: 'js', name: '江苏省', parentCode: 'cn' },
  { code: 'zj', name: '浙江省', parentCode: 'cn' },
  { code: 'nj', name: '南京市', parentCode: 'js' },
  { code: 'sz', name: '苏州市', parentCode: 'js' },
  { code: 'hz', name: '杭州市', parentCode: 'zj' },
  { code: 'nb', name: '宁波市', parentCode: 'zj' },
  { code: 'wz', name: '温州市', parentCode: 'zj' },
];

/** A city's partner has this id. */
export const partnerOf = (city: string): string =>
  `0198c0de-0000-7000-8000-${Buffer.from(city).toString('hex').padStart(12, '0')}`;

/** Opens the market: the model is active, and each of the cities named has a partner. */
export async function openChina(app: MarketHost, ...cities: readonly string[]): Promise<void> {
  const api = app.client(territoryApi);
  const body = { code: 'china', name: 'China', levels: ['country', 'province', 'city'] };
  const { modelId } = await api.createModel({ body });
  await api.addTerritories({ params: { modelId }, body: TERRITORIES });
  const rules = TERRITORIES.slice(3).map(({ code }) => ({
    code,
    territoryCode: code,
    priority: 1,
    condition: { attribute: 'geo.city', op: 'eq' as const, value: code },
  }));
  await api.addRules({ params: { modelId }, body: rules });
  await api.activateModel({ params: { modelId } });
  await app.publish(partnerEnrolled, ...cities.map((city) => dealerIn(city)));
  await app.settle();
}

/** Lets a city's partner have sold for so much in a quarter: minor units. */
export async function sell(
  app: MarketHost,
  sales: Readonly<Record<string, number>>,
  period: string,
  currency = 'CNY',
): Promise<void> {
  const events = Object.entries(sales).map(([city, amount]) => ({
    partnerId: partnerOf(city),
    partnerCode: `P-${city}`,
    period,
    sales: { amount: String(amount), currency },
    orders: 1,
    lines: 1,
    productGroups: [],
  }));
  await app.publish(partnerSalesSummarised, ...events);
  await app.settle();
}

function dealerIn(city: string) {
  const address = { country: 'CN', province: 'P', city };
  return {
    partnerId: partnerOf(city),
    code: `P-${city}`,
    externalId: null,
    name: city,
    type: 'dealer' as const,
    address,
  };
}
