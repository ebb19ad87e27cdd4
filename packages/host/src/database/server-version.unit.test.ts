import { describe, expect, it } from 'vitest';
import { isFit } from './server-version.js';

describe('the version of a Postgres server', () => {
  it.each(['15.0', '15devel', '18.1 (Debian 18.1-1)'])('is new enough: %s', (version) => {
    expect(isFit(version)).toBe(true);
  });

  it.each(['14.23', '9.6.24', 'unknown'])('is not: %s', (version) => {
    expect(isFit(version)).toBe(false);
  });
});
