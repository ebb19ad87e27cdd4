import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Site, breakablePostgres, startNatsServers, urlOf } from '../system/site.js';
import type { Scenario, SiteKit, Stage } from './scenario.js';

/** Mounting needs rights that not everybody has. */
function mountingHindrance(): string | undefined {
  if (process.platform !== 'linux') return 'a small disk is mounted on Linux only';
  return process.getuid?.() === 0 ? undefined : 'a small disk can be mounted by root only';
}

function mountSmallDisk(folder: string, mebibytes: number): () => void {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=755`, 'tmpfs', folder]);
  const unmount = (): void => {
    process.off('exit', unmount);
    execFileSync('umount', ['-l', folder]);
  };
  process.once('exit', unmount);
  return unmount;
}

/** Opens a site that has one of its servers on a disk of this size. */
async function siteOnSmallDisk(
  { natsBin, folder }: SiteKit,
  what: 'nats' | 'postgres',
  mebibytes: number,
): Promise<Site> {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  const disk = join(folder, 'disk');
  const unmount = mountSmallDisk(disk, mebibytes);
  const postgres = await breakablePostgres(join(what === 'postgres' ? disk : folder, 'postgres'));
  const nats = await startNatsServers(natsBin, join(what === 'nats' ? disk : folder, 'nats'), 1);
  return {
    folder,
    postgres,
    nats,
    natsUrl: urlOf(nats),
    async close() {
      for (const server of nats) await server.kill();
      await postgres.close();
      unmount();
    },
  };
}

/** Leaves this little free on the disk. @returns what frees it again. */
function fillDisk(site: Site, leaveBytes: number): () => void {
  const disk = join(site.folder, 'disk');
  const ballast = join(disk, 'ballast');
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - leaveBytes)));
  return () => rmSync(ballast);
}

/** What the server does with its own log counts too: it is on the same disk. */
async function untilFull({ world }: Stage): Promise<void> {
  const disk = join(world.site.folder, 'disk');
  const end = performance.now() + 20_000;
  for (;;) {
    const { bavail, bsize } = statfsSync(disk);
    if (bavail * bsize < 8_192) return;
    if (performance.now() > end)
      throw new Error('the disk did not become full within 20 s: the scenario shows nothing');
    await sleep(20);
  }
}

export const brokerDiskFull: Scenario = {
  name: 'disk-full-nats',
  summary: "the broker's disk is full; writes go on; the disk is freed and the broker started again",
  once: true,
  quietMs: 60_000,
  hindrance: mountingHindrance,
  site: (kit) => siteOnSmallDisk(kit, 'nats', 64),
  async play(stage) {
    const [broker] = stage.world.site.nats;
    await stage.progress(30);
    await stage.fault("fill the broker's disk", async () => {
      const free = fillDisk(stage.world.site, 64 * 1024);
      try {
        await untilFull(stage);
        await stage.progress(30);
      } finally {
        free();
      }
    });
    await stage.fault('restart the broker', async () => {
      await broker?.stop();
      await broker?.start();
    });
    await stage.progress(10);
  },
};

/** The log is written into files that are there already: what makes Postgres need another is a switch. */
async function untilRefused({ world, load }: Stage): Promise<void> {
  const before = load.failures;
  const end = performance.now() + 20_000;
  while (load.failures === before) {
    if (performance.now() > end)
      throw new Error('no write was refused within 20 s: the scenario shows nothing');
    // That it fails is what we wait for.
    await world.database.query('select pg_switch_wal()').catch(() => undefined);
    await sleep(200);
  }
  await sleep(1_500);
}

export const databaseDiskFull: Scenario = {
  name: 'disk-full-postgres',
  summary: 'the disk of Postgres is full; writes are refused; the disk is freed',
  once: true,
  quietMs: 60_000,
  hindrance: mountingHindrance,
  site: (kit) => siteOnSmallDisk(kit, 'postgres', 256),
  async play(stage) {
    const { postgres } = stage.world.site;
    await stage.progress(30);
    const free = fillDisk(stage.world.site, 128 * 1024);
    try {
      await stage.fault('fill the disk of Postgres', () => untilRefused(stage));
    } finally {
      free();
      // Without room for its log Postgres ends itself.
      await postgres.stopImmediately();
      await postgres.start();
    }
    await stage.progress(20);
  },
  check: ({ load }) => (load.failures > 0 ? [] : ['no write was refused while the disk was full']),
};
