import { Pool } from 'pg';
import type { TestDatabase } from './test-host.js';

/** The schemas of a test's database. */
export interface TestDatabases {
  of(service: string): TestDatabase;
  close(): Promise<void>;
}

/** Opens a service's schema when it is first asked for. */
export function openTestDatabases(databaseUrl: string): TestDatabases {
  const pools = new Map<string, Pool>();
  const open = (service: string): Pool => {
    const url = new URL(databaseUrl);
    url.searchParams.set('options', `-c search_path=${service.replaceAll('-', '_')}`);
    const pool = new Pool({ connectionString: url.href, max: 2 });
    // Tests end servers and drop databases: an idle connection that is cut must not end the test's process.
    pool.on('error', () => undefined);
    pools.set(service, pool);
    return pool;
  };
  return {
    of(service) {
      const pool = pools.get(service) ?? open(service);
      return { query: (sql, values = []) => pool.query(sql, [...values]) };
    },
    close: async () => void (await Promise.all([...pools.values()].map((pool) => pool.end()))),
  };
}
