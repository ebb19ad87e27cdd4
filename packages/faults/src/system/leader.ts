import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import type { Replica, ServiceName } from './replica.js';
import type { World } from './world.js';

/** The replica that holds session locks, and the backends that hold them. */
export interface Leader {
  readonly replica: Replica;
  readonly backends: readonly number[];
}

const HOLDERS = `
  select a.pid, a.client_port as port from pg_locks l join pg_stat_activity a using (pid)
  where l.locktype = 'advisory' and l.granted and a.datname = current_database() and a.application_name like $1`;

/** Finds the replica of a service that leads: the one whose connection holds an advisory lock. */
export async function leaderOf(world: World, service: ServiceName): Promise<Leader> {
  const holders = await world.database.query<{ pid: number; port: number }>(HOLDERS, [`quyu %${service}%`]);
  const replicas = service === 'shop' ? world.shops : world.ledgers;
  for (const replica of replicas.filter((each) => each.isRunning)) {
    const ports = localPortsOf(replica.pid);
    const backends = holders.filter(({ port }) => ports.has(port)).map(({ pid }) => pid);
    if (backends.length > 0) return { replica, backends };
  }
  throw new Error(`no replica of ${service} holds a lock: ${JSON.stringify(holders)}`);
}

/** Ends backends, as a failing network or an impatient administrator does. */
export async function terminateBackends(world: World, pids: readonly number[]): Promise<void> {
  await world.database.query('select pg_terminate_backend(pid) from unnest($1::int[]) as a (pid)', [pids]);
}

/** The local ports of a process's connections, as the kernel lists them. */
function localPortsOf(pid: number): Set<number> {
  const folder = `/proc/${pid}/fd`;
  const inodes = new Set(readdirSync(folder).map((fd) => inodeOf(`${folder}/${fd}`)));
  const lines = readFileSync(`/proc/${pid}/net/tcp`, 'utf8').trim().split('\n').slice(1);
  const open = lines.map((line) => line.trim().split(/\s+/)).filter((fields) => inodes.has(fields[9]));
  return new Set(open.map((fields) => Number.parseInt(fields[1]?.split(':')[1] ?? '', 16)));
}

function inodeOf(path: string): string | undefined {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(path))?.[1];
  } catch {
    return undefined; // closed while we looked
  }
}
