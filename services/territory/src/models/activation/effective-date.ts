import { territoryErrors } from '@quyu/territory-contracts';

/** Whether a text names a time zone, e.g. `Asia/Shanghai`. */
export function isTimeZone(text: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: text }));
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** @throws Problem EFFECTIVE_DATE_PAST: what has begun cannot be divided anew; activate at once instead. */
export function assertAhead(effectiveOn: string, today: string): void {
  if (effectiveOn > today) return;
  const message = `today is ${today}: a model can be scheduled from tomorrow on`;
  const errors = [{ pointer: '/body/effectiveOn', code: 'not_ahead', message }];
  throw territoryErrors.EFFECTIVE_DATE_PAST({ detail: message, errors });
}

/** @throws Problem EFFECTIVE_DATE_TAKEN when another model becomes active on the day: one of the two would never be in force. */
export function assertFree(effectiveOn: string, otherCode: string | undefined): void {
  if (otherCode === undefined) return;
  const message = `the model "${otherCode}" becomes active on ${effectiveOn} already`;
  const errors = [{ pointer: '/body/effectiveOn', code: 'date_taken', message }];
  throw territoryErrors.EFFECTIVE_DATE_TAKEN({ detail: message, errors });
}
