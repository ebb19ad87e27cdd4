import { platformErrors } from '@quyu/plugin-kit';

const EARLIEST = '1900-01-01';
const LATEST = '2199-12-31';
const DAY_MS = 86_400_000;

/** Days from one date to another. @example daysBetween('2027-01-01', '2027-01-31') // 30 */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** Whether a plan can be about this day: a calendar of 300 years is enough, and years before 1 are none of Postgres' dates. */
export function isPlannable(date: string): boolean {
  return date >= EARLIEST && date <= LATEST;
}

/** @throws Problem INVALID_REQUEST when the day is none that a plan can be about. */
export function assertPlannable(date: string | undefined, pointer: string): void {
  if (date === undefined || isPlannable(date)) return;
  const message = `must be between ${EARLIEST} and ${LATEST}`;
  throw platformErrors.INVALID_REQUEST({
    detail: `${pointer}: ${message}`,
    errors: [{ pointer, code: 'date_out_of_range', message }],
  });
}
