import { startServers } from '../bus/site.js';
import type { Figure } from '../figure.js';
import { measureActivation } from './activation.js';
import { measureAlignment } from './measure-alignment.js';
import { measureAssign } from './measure-assign.js';
import { measureStream } from './measure-stream.js';

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
  if (!isAsked('activation-s') && !isAsked('assign-stream')) return;
  const servers = await startServers();
  try {
    if (isAsked('activation-s'))
      yield await measureActivation(await servers.openSite('territory_activation'), options.scale);
    if (isAsked('assign-stream'))
      yield* measureStream(await servers.openSite('territory_stream'), options.scale);
  } finally {
    await servers.stop();
  }
}
