import type { Fault } from '@quyu/plugin-kit';
import { territoryErrors } from '@quyu/territory-contracts';
import type { Placed } from './placement.js';

/** Accounts that a refusal names; all of them are counted. */
export const FAULTS_SHOWN = 100;

/** What taking over has come to so far. */
export interface Outcome {
  readonly changed: number;
  readonly gaps: number;
  readonly conflicts: number;
  /** What a person must decide on: conflicts, and pins that the model has no place for. */
  readonly undecided: number;
  readonly faults: readonly Fault[];
}

export const NO_OUTCOME: Outcome = { changed: 0, gaps: 0, conflicts: 0, undecided: 0, faults: [] };

/** Adds what became of a batch of accounts. */
export function addOutcome(outcome: Outcome, batch: readonly Placed[]): Outcome {
  const undecided = batch.filter(({ place, droppedPin }) => place.status === 'conflict' || droppedPin);
  const shown = undecided.slice(0, FAULTS_SHOWN - outcome.faults.length);
  return {
    changed: outcome.changed + batch.filter(({ moved }) => moved).length,
    gaps: outcome.gaps + batch.filter(({ place }) => place.status === 'gap').length,
    conflicts: outcome.conflicts + batch.filter(({ place }) => place.status === 'conflict').length,
    undecided: outcome.undecided + undecided.length,
    faults: [...outcome.faults, ...shown.map(faultOf)],
  };
}

/** @throws Problem MODEL_HAS_CONFLICTS naming the accounts. */
export function assertDecided({ undecided, faults }: Outcome, modelCode: string): void {
  if (undecided === 0) return;
  const detail =
    `the model "${modelCode}" leaves ${undecided} accounts that a person must decide on: change its rules, ` +
    'pin the accounts, or activate it by force';
  throw territoryErrors.MODEL_HAS_CONFLICTS({ detail, errors: faults });
}

/** @throws Problem MODEL_DROPS_TERRITORIES naming the territories. */
export function assertNoneLost(lost: readonly { readonly code: string; readonly accounts: number }[]): void {
  if (lost.length === 0) return;
  const errors = lost.map(({ code, accounts }) => ({
    pointer: `/territories/${escapePointer(code)}`,
    code: 'territory_missing',
    message: `${accounts} accounts are in "${code}", which the model does not have`,
  }));
  const detail =
    'filling moves nobody, but the model lacks territories that have accounts: add them, or realign';
  throw territoryErrors.MODEL_DROPS_TERRITORIES({ detail, errors });
}

function faultOf({ subjectId, code, place, droppedPin }: Placed): Fault {
  const pointer = `/accounts/${subjectId}`;
  if (droppedPin)
    return {
      pointer,
      code: 'dropped_pin',
      message: `"${code}" is pinned to a territory the model does not have`,
    };
  const rules = place.contenders.join(', ');
  return { pointer, code: 'conflict', message: `several rules contend for "${code}": ${rules}` };
}

function escapePointer(text: string): string {
  return text.replaceAll('~', '~0').replaceAll('/', '~1');
}
