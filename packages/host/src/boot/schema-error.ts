import type { SchemaState } from '../database/index.js';
import { messageOf } from '../database/errors.js';
import { textTable } from './text-table.js';

/** One thing that keeps a service from working with its schema. */
export interface SchemaFault {
  readonly service: string;
  readonly fault: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** Schemas are not as this version needs them: of all services at once, in one table. */
export class SchemaError extends Error {
  readonly faults: readonly SchemaFault[];

  constructor(faults: readonly SchemaFault[]) {
    const rows = faults.map(({ service, fault, remedy }) => [service, fault, remedy]);
    super(
      `the database is not as this version needs it:\n\n${textTable([['service', 'what is wrong', 'what to do'], ...rows])}\n`,
    );
    this.name = 'SchemaError';
    this.faults = faults;
  }
}

/** More names than these would hide the rest of the table. */
const NAMES_SHOWN = 3;

/**
 * What is wrong with schemas, and what to do; nothing when they are as their specs say.
 *
 * @param allowAhead whether a schema may be newer than this version, as it is when an image is rolled back.
 * @example const faults = schemaFaults(await compareSchemas(settings), false);
 */
export function schemaFaults(states: readonly SchemaState[], allowAhead: boolean): readonly SchemaFault[] {
  return states.flatMap(({ plugin: service, missing, ahead, unreadable }) => {
    const faults: SchemaFault[] = [];
    if (unreadable !== undefined) faults.push({ service, fault: messageOf(unreadable), remedy: UNREADABLE });
    if (missing.length > 0)
      faults.push({
        service,
        fault: `lacks ${namesOf(missing)}`,
        remedy: 'run "quyu migrate" of this version',
      });
    if (ahead.length > 0 && !allowAhead)
      faults.push({ service, fault: `is ahead by ${namesOf(ahead)}`, remedy: AHEAD });
    return faults;
  });
}

const UNREADABLE = 'is Postgres running, is QUYU_DATABASE_URL right, and has "quyu migrate" been run?';
const AHEAD = 'run the newer version that applied it, or allow it with --allow-ahead';

function namesOf(names: readonly string[]): string {
  const more = names.length - NAMES_SHOWN;
  return more > 0 ? `${names.slice(0, NAMES_SHOWN).join(', ')} and ${more} more` : names.join(', ');
}
