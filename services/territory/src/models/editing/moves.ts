import { type Fault, platformErrors } from '@quyu/plugin-kit';
import type { Territory } from '@quyu/territory-contracts';

/** What a move makes of a territory and of all below it. */
export interface Move {
  readonly parentCode: string | null;
  /** The way down to the new parent, with it; empty at the top. */
  readonly above: readonly string[];
  /** Added to the level of the territory and of each below it. */
  readonly shift: number;
}

/** What is there around a territory that is to be moved. */
export interface Surroundings {
  /** The new parent, or undefined when there is none of that code. */
  readonly parent: Territory | undefined;
  /** The lowest level that the territory or one below it has. */
  readonly deepest: number;
  readonly levels: number;
}

/**
 * Judges the move of a territory below another, or to the top.
 *
 * @throws Problem INVALID_REQUEST with the fault at `/body/parentCode`: unknown_parent, cyclic_parent, too_deep.
 */
export function judgeMove(territory: Territory, parentCode: string | null, around: Surroundings): Move {
  const { parent, deepest, levels } = around;
  if (parentCode !== null && !parent)
    throw refuseAt('parentCode', 'unknown_parent', `the model has no territory "${parentCode}"`);
  if (parent?.path.includes(territory.code)) {
    const ring = [...parent.path.slice(parent.path.indexOf(territory.code)), territory.code].join(' > ');
    throw refuseAt('parentCode', 'cyclic_parent', `"${territory.code}" would be below itself: ${ring}`);
  }
  const shift = (parent?.level ?? 0) + 1 - territory.level;
  if (deepest + shift > levels) {
    const message = `its lowest territory would be on level ${deepest + shift} of ${levels}`;
    throw refuseAt('parentCode', 'too_deep', message);
  }
  return { parentCode, above: parent?.path ?? [], shift };
}

/** @throws Problem INVALID_REQUEST when the tree is deeper than the levels that are left. */
export function assertDeepEnough(levels: readonly string[], deepest: number): void {
  if (deepest <= levels.length) return;
  throw refuseAt('levels', 'too_few_levels', `the model has territories on level ${deepest}`);
}

/** Refuses one field of the body. */
export function refuseAt(field: string, code: string, message: string) {
  return refuseFaults([{ pointer: `/body/${field}`, code, message }]);
}

/** Refuses a body for its faults. */
export function refuseFaults(errors: readonly Fault[]) {
  const detail = errors.map(({ pointer, message }) => `${pointer}: ${message}`).join('; ');
  return platformErrors.INVALID_REQUEST({ detail, errors });
}
