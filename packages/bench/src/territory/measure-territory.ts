import type { Figure } from '../figure.js';
import { measureAlignment } from './measure-alignment.js';

/** How the group is measured. */
export interface TerritoryOptions {
  /** Names of the figures to measure. Default: all. */
  readonly only?: readonly string[] | undefined;
}

/** What the territory service computes. */
export async function* measureTerritory({ only }: TerritoryOptions): AsyncIterable<Figure> {
  const isAsked = (name: string): boolean => only?.includes(name) ?? true;
  if (isAsked('alignment-s')) yield measureAlignment();
}
