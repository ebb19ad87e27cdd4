/**
 * The date of an instant where the business is.
 *
 * @param timeZone an IANA name, e.g. that of `TERRITORY_TIME_ZONE`.
 * @example businessDateOf(new Date('2026-12-31T16:00:00Z'), 'Asia/Shanghai') // '2027-01-01'
 */
export function businessDateOf(at: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${parts.get('year')?.padStart(4, '0')}-${parts.get('month')}-${parts.get('day')}`;
}
