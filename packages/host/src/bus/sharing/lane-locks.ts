import { hash } from 'node:crypto';
import type { Client } from 'pg';
import { schemaOf } from '../../database/names.js';
import type { Lane } from '../lanes/lanes.js';

/** What all replicas of a service can see of each other. */
export interface LaneHolders {
  /** How many replicas there are, this one included. */
  readonly members: number;
  /** Names of the lanes that somebody holds. */
  readonly held: ReadonlySet<string>;
}

/** The locks by which replicas share lanes out. They are the session's: they end with it, whatever ends it. */
export interface LaneLocks {
  /** Becomes one of the replicas that share. */
  join(): Promise<void>;
  look(): Promise<LaneHolders>;
  /** @returns false when another replica has it. */
  take(lane: Lane): Promise<boolean>;
  give(lane: Lane): Promise<void>;
}

/** The place of the lock that every replica shares, so that they can be counted. */
const MEMBER = 0;

const LOOK = `
  select objid::bigint::int as key, count(*)::int as holders from pg_locks
  where locktype = 'advisory' and granted and classid = $1::oid and objsubid = 2
    and database = (select oid from pg_database where datname = current_database())
  group by objid`;

/** Advisory locks of two numbers: the service's, and the lane's. */
export function createLaneLocks(client: Client, service: string, lanes: readonly Lane[]): LaneLocks {
  const group = keyOf(`quyu lanes ${schemaOf(service)}`);
  const keys = new Map(lanes.map(({ name }) => [keyOf(name), name]));
  return {
    async join() {
      await client.query('select pg_advisory_lock_shared($1::int, $2::int)', [group, MEMBER]);
    },
    async look() {
      const { rows } = await client.query<{ key: number; holders: number }>({
        name: 'quyu-look-at-lanes',
        text: LOOK,
        values: [group],
      });
      const members = rows.find(({ key }) => key === MEMBER)?.holders ?? 1;
      return { members, held: new Set(rows.flatMap(({ key }) => keys.get(key) ?? [])) };
    },
    async take({ name }) {
      const text = 'select pg_try_advisory_lock($1::int, $2::int) as taken';
      const { rows } = await client.query<{ taken: boolean }>(text, [group, keyOf(name)]);
      return rows[0]?.taken === true;
    },
    async give({ name }) {
      await client.query('select pg_advisory_unlock($1::int, $2::int)', [group, keyOf(name)]);
    },
  };
}

/** A positive number of 31 bits for a name; 0 is the members'. */
function keyOf(name: string): number {
  return Number.parseInt(hash('sha256', name, 'hex').slice(0, 8), 16) & 0x7fffffff || 1;
}
