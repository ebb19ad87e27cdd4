import type { Figure } from '../figure.js';
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
}
