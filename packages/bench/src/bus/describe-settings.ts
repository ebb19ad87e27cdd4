/** The settings of one side as a line: `pg-boss: batchSize=1000 localConcurrency=4`. */
export function describeSettings(who: string, settings: Readonly<Record<string, unknown>>): string {
  const shown = Object.entries(settings).map(([name, value]) => `${name}=${textOf(value)}`);
  return `${who}: ${shown.join(' ')}`;
}

function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return JSON.stringify(value);
}
