import { createClient, type Client } from '@quyu/contract-kit';
import { createLocalIssuer, type Host, readSettings, startHost } from '@quyu/host';
import { territory } from '@quyu/territory';
import { type RuleLine, territoryApi } from '@quyu/territory-contracts';
import { Pool } from 'pg';
import { waitForRows } from '../bus/effects.js';
import type { Site } from '../bus/site.js';
import { atMost, type Figure } from '../figure.js';
import { residentMemory } from '../platform/resident-memory.js';
import { silentPublishersFor } from '../silent-publishers.js';

const ACCOUNTS = 100_000;
const TERRITORIES = 400;
const SECONDS = 10;

type TerritoryClient = Client<typeof territoryApi>;

/**
 * A realignment that moves every account, through the API of a real host: from the request to the answer, when the places,
 * the events and the audit log of all of it have been committed together.
 */
export async function measureActivation(site: Site, scale: number): Promise<Figure> {
  const accounts = Math.ceil(ACCOUNTS * scale);
  const { host, token } = await startTerritory(site);
  const pool = new Pool({ connectionString: site.databaseUrl, max: 2 });
  try {
    await insertAccounts(pool, accounts);
    const api = createClient(territoryApi, { baseUrl: host.url, token, timeoutMs: 120_000 });
    await activate(api, 'first', 0);
    await waitForRows(pool, '(select from territory.outbox limit 1) left_over', 0, { shrinks: true });
    const params = await plan(api, 'second', 1);
    const before = residentMemory(process.pid).now;
    const began = performance.now();
    await api.activateModel({ params });
    const seconds = (performance.now() - began) / 1000;
    const { peak } = residentMemory(process.pid);
    await assertAllMoved(pool, params.modelId, accounts);
    const memory = `${before.toFixed(0)} MB before, ${peak?.toFixed(0) ?? 'unknown'} MB at the highest, with the bench itself`;
    const notes = [`${accounts} accounts moved between ${TERRITORIES} territories; memory: ${memory}`];
    return { ...atMost('activation-s', seconds, SECONDS, 2), notes };
  } finally {
    await pool.end();
    await host.stop();
  }
}

/** A host of the territory service alone, and a token that may do everything. */
export async function startTerritory(site: Site): Promise<{ readonly host: Host; readonly token: string }> {
  const issuer = await createLocalIssuer({ issuer: 'urn:quyu:bench', audience: 'quyu' });
  const token = await issuer.mint({ subject: 'bench', permissions: ['*'], expiresInSeconds: 3600 });
  const settings = readSettings({
    QUYU_DATABASE_URL: site.databaseUrl,
    QUYU_NATS_URL: site.natsUrl,
    QUYU_HTTP_PORT: '0',
    QUYU_AUTH_ISSUER: 'urn:quyu:bench',
    QUYU_AUTH_JWKS: JSON.stringify(issuer.jwks),
    QUYU_CHECK_ANSWERS: 'false',
    QUYU_LOG_LEVEL: 'warn',
    QUYU_BUS_ROOT: new URL(site.databaseUrl).pathname.slice(1),
  });
  const config = { plugins: [...silentPublishersFor(territory), territory] };
  const host = await startHost({
    config,
    settings,
    env: {},
    migrate: true,
    provision: true,
  });
  return { host, token };
}

/** As if their enrolments had been heard: how quickly events are taken in is what other figures tell. */
async function insertAccounts(pool: Pool, accounts: number): Promise<void> {
  await pool.query(
    `insert into territory.subject (subject_id, code, attributes)
     select gen_random_uuid(), 'P' || n, jsonb_build_object('geo.country', 'CN', 'geo.city', 'c' || n % $2)
     from generate_series(1, $1::int) n`,
    [accounts, TERRITORIES],
  );
  await pool.query('analyze territory.subject');
}

async function plan(api: TerritoryClient, code: string, shift: number): Promise<{ modelId: string }> {
  const { modelId } = await api.createModel({ body: { code, name: code, levels: ['country', 'city'] } });
  const numbers = Array.from({ length: TERRITORIES }, (_, number) => number);
  const cities = numbers.map((number) => ({ code: `t${number}`, name: `City ${number}`, parentCode: 'cn' }));
  await api.addTerritories({ params: { modelId }, body: [{ code: 'cn', name: 'China' }, ...cities] });
  const rules = numbers.map((number): RuleLine => ({
    code: `r${number}`,
    territoryCode: `t${(number + shift) % TERRITORIES}`,
    priority: 1,
    condition: { attribute: 'geo.city', op: 'eq', value: `c${number}` },
  }));
  await api.addRules({ params: { modelId }, body: rules });
  return { modelId };
}

async function activate(api: TerritoryClient, code: string, shift: number): Promise<void> {
  await api.activateModel({ params: await plan(api, code, shift) });
}

/** @throws Error when the realignment did less than all of its work: then the figure means nothing. */
async function assertAllMoved(pool: Pool, modelId: string, accounts: number): Promise<void> {
  const { rows } = await pool.query<{ moved: number }>(
    `select count(*)::int as moved from territory.assignment a
     join territory.subject s using (subject_id) join territory.rule r
       on r.model_id = a.model_id and r.condition->>'value' = s.attributes->>'geo.city'
     where a.model_id = $1 and a.territory_code = r.territory_code`,
    [modelId],
  );
  if (rows[0]?.moved !== accounts)
    throw new Error(`${rows[0]?.moved} of ${accounts} accounts are in their new place`);
}
