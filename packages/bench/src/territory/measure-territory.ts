import { startServers } from '../bus/site.js';
import type { Figure } from '../figure.js';
import { measureActivation } from './activation.js';
import { measureAlignment } from './measure-alignment.js';
import { measureAssign } from './measure-assign.js';

/** How the group is measured. */
export interface TerritoryOptions {
  /** Names of what to measure, e.g. `assign`. Default: everything. */
  readonly only?: readonly string[] | undefined;
  readonly scale: number;
  readonly rounds: number;
}

/** What dividing a market costs. */
export async function* measureTerritory(options: TerritoryOptions): AsyncIterable<Figure> {
  const isAsked = (name: string): boolean => options.only?.includes(name) ?? true;
  if (isAsked('assign')) yield* measureAssign(options);
  if (isAsked('alignment-s')) yield measureAlignment();
  if (!isAsked('activation-s')) return;
  const servers = await startServers();
  try {
    yield await measureActivation(await servers.openSite('territory_activation'), options.scale);
  } finally {
    await servers.stop();
  }
}
