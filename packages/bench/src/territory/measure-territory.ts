import { startServers } from '../bus/site.js';
import type { Figure } from '../figure.js';
import { measureActivation } from './activation.js';

/** How the group is measured. */
export interface TerritoryOptions {
  /** Names of the figures to measure. Default: all. */
  readonly only?: readonly string[] | undefined;
  readonly scale: number;
}

/** Dividing a large market. */
export async function* measureTerritory({ only, scale }: TerritoryOptions): AsyncIterable<Figure> {
  if (!(only?.includes('activation-s') ?? true)) return;
  const servers = await startServers();
  try {
    yield await measureActivation(await servers.openSite('territory_activation'), scale);
  } finally {
    await servers.stop();
  }
}
