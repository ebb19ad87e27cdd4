import type { Client } from '@quyu/plugin-kit';
import type { RuleLine, territoryApi } from '@quyu/territory-contracts';

/** Divides a country into regions by province and makes that the active model: `['west', 'W1', 'W2']`. */
export async function divide(
  app: { settle(): Promise<void> },
  api: Client<typeof territoryApi>,
  code: string,
  regions: readonly (readonly [territory: string, ...provinces: string[]])[],
): Promise<void> {
  const { modelId } = await api.createModel({ body: { code, name: code, levels: ['country', 'region'] } });
  const territories = regions.map(([territory]) => ({ code: territory, name: territory, parentCode: 'cn' }));
  await api.addTerritories({ params: { modelId }, body: [{ code: 'cn', name: 'China' }, ...territories] });
  const rules = regions.map(([territoryCode, ...values]): RuleLine => ({
    code: `to-${territoryCode}`,
    territoryCode,
    priority: 1,
    condition: { attribute: 'geo.province', op: 'in', values },
  }));
  await api.addRules({ params: { modelId }, body: rules });
  await api.activateModel({ params: { modelId } });
  await app.settle();
}
