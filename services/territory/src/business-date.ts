const DAY = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The organisation's calendar day at an instant, `YYYY-MM-DD`. */
export function businessDateOf(at: Date): string {
  return DAY.format(at);
}
