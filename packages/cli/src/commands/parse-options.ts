import { InvalidArgumentError } from 'commander';

/** A port between 0 (any free one) and 65535. */
export function parsePort(text: string): number {
  return parseWhole(text, 0, 65_535);
}

/** A calendar year. */
export function parseYear(text: string): number {
  return parseWhole(text, 1900, 2200);
}

/** A length of time such as `90s`, `15m`, `1h` or `7d`, in seconds. */
export function parseDuration(text: string): number {
  const parts = /^(\d{1,6})([smhd])$/.exec(text);
  const unit = { s: 1, m: 60, h: 3600, d: 86_400 }[parts?.[2] ?? ''];
  if (!parts || unit === undefined || Number(parts[1]) === 0) {
    throw new InvalidArgumentError('Write it like 90s, 15m, 1h or 7d.');
  }
  return Number(parts[1]) * unit;
}

function parseWhole(text: string, least: number, most: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
}
