import { rmSync } from 'node:fs';
import { createTemporaryFolder } from '@quyu/embedded';
import { startServers } from '../bus/site.js';
import type { Figure } from '../figure.js';
import { MARKET, type Market } from './market.js';
import { measureIngest } from './measure-ingest.js';
import { measurePerLine, measureRun } from './measure-run.js';

/** How the group is measured. */
export interface IncentiveOptions {
  /** Names of what to measure, e.g. `ingest`. Default: everything. */
  readonly only?: readonly string[] | undefined;
  readonly scale: number;
  readonly rounds: number;
}

/** What crediting and paying a market costs. */
export async function* measureIncentive({ only, scale }: IncentiveOptions): AsyncIterable<Figure> {
  const isAsked = (name: string): boolean => only?.includes(name) ?? true;
  const market: Market = { ...MARKET, lines: Math.ceil(MARKET.lines * scale) };
  const folder = createTemporaryFolder('quyu-bench-incentive');
  const servers = await startServers();
  try {
    if (isAsked('ingest'))
      yield await measureIngest(await servers.openSite('incentive_ingest'), market, `${folder}/sales.csv`);
    if (isAsked('run')) yield* measureRun(await servers.openSite('incentive_run'), market);
    if (isAsked('per-line')) {
      const sites = [
        await servers.openSite('incentive_few'),
        await servers.openSite('incentive_many'),
      ] as const;
      yield await measurePerLine(...sites, market);
    }
  } finally {
    await servers.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
