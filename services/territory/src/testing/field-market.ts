import type { Client } from '@quyu/plugin-kit';
import type { RuleLine, territoryApi } from '@quyu/territory-contracts';

/** What is needed of a host under test. */
interface Host {
  settle(): Promise<void>;
  db(service: string): { query(sql: string): Promise<{ readonly rows: readonly unknown[] }> };
}

const DONE_WITHIN_MS = 20_000;

/** Waits until every job that is due has been done, and all that it told has been heard. */
export async function finishJobs(app: Host): Promise<void> {
  await app.settle();
  const until = Date.now() + DONE_WITHIN_MS;
  for (;;) {
    const { rows } = await app
      .db('territory')
      .query(`select kind, error from job where state in ('queued', 'running')`);
    if (rows.length === 0) break;
    if (Date.now() > until) throw new Error(`jobs are not done: ${JSON.stringify(rows)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await app.settle();
}

/** Divides a country into regions by province and makes that the active model: `['west', 'W1', 'W2']`. */
export async function divide(
  app: Host,
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
  await finishJobs(app);
}
