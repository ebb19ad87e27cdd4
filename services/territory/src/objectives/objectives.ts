import { type Fault, platformErrors } from '@quyu/plugin-kit';
import { type Indicator, type ObjectiveDraft, territoryErrors } from '@quyu/territory-contracts';
import { isPlannable } from '../facts/business-days.js';

const TOLERANCE_BP = 9000;

/** An objective as it is kept. */
export interface StoredObjective {
  readonly objectiveId: string;
  readonly version: number;
  readonly code: string;
  readonly name: string;
  readonly territoryCode: string;
  readonly indicator: Indicator;
  readonly ownerCode: string;
  readonly startsOn: string;
  readonly toleranceBp: number;
  readonly stages: ObjectiveDraft['stages'];
}

/** What a draft comes to. */
export function objectiveOf(objectiveId: string, version: number, draft: ObjectiveDraft): StoredObjective {
  return { objectiveId, version, ...draft, toleranceBp: draft.toleranceBp ?? TOLERANCE_BP };
}

/**
 * Stages follow each other in time, and none asks for less than the one before.
 *
 * @throws Problem INVALID_REQUEST naming each place.
 */
export function assertSound(draft: Omit<ObjectiveDraft, 'code'>, territories: ReadonlySet<string>): void {
  const { territoryCode, startsOn, stages } = draft;
  const faults = [
    ...(territories.has(territoryCode)
      ? []
      : [
          faultAt(
            '/territoryCode',
            'unknown_territory',
            `the active model has no territory "${territoryCode}"`,
          ),
        ]),
    ...outOfRange('/startsOn', startsOn),
    ...stages.flatMap(({ dueOn, target }, at) => {
      const [day, least] = at === 0 ? [startsOn, 0] : [stages[at - 1]!.dueOn, stages[at - 1]!.target];
      return [
        ...outOfRange(`/stages/${at}/dueOn`, dueOn),
        ...(dueOn > day ? [] : [faultAt(`/stages/${at}/dueOn`, 'not_later', `is not after ${day}`)]),
        ...(target >= least
          ? []
          : [faultAt(`/stages/${at}/target`, 'falling_target', `is below ${least} of the stage before`)]),
      ];
    }),
  ];
  if (faults.length === 0) return;
  const detail = faults.map(({ pointer, message }) => `${pointer}: ${message}`).join('; ');
  throw platformErrors.INVALID_REQUEST({ detail, errors: faults });
}

/** @throws Problem OBJECTIVE_NOT_FOUND */
export function assertFound(objective: StoredObjective | undefined, objectiveId: string): StoredObjective {
  if (objective) return objective;
  throw territoryErrors.OBJECTIVE_NOT_FOUND({ detail: `there is no objective ${objectiveId}` });
}

/** @throws Problem VERSION_MISMATCH when it is not the version that was read. */
export function assertRead({ code, version }: StoredObjective, versionRead: number | undefined): void {
  if (version === versionRead) return;
  const detail = `the objective "${code}" has version ${version}, not ${versionRead}`;
  throw platformErrors.VERSION_MISMATCH({ detail });
}

function outOfRange(pointer: string, date: string): readonly Fault[] {
  return isPlannable(date) ? [] : [faultAt(pointer, 'date_out_of_range', 'must be between 1900 and 2199')];
}

function faultAt(place: string, code: string, message: string): Fault {
  return { pointer: `/body${place}`, code, message };
}
