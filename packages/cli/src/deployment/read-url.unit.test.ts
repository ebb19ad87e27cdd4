import { afterEach, expect, it, vi } from 'vitest';
import { readUrl } from './read-url.js';

const NAME = 'QUYU_DATABASE_URL';
const example = 'postgres://host:5432/quyu';

afterEach(() => vi.unstubAllEnvs());

it('gives the address', () => {
  vi.stubEnv(NAME, 'postgres://me:secret@a:5432/quyu');
  expect(readUrl(NAME, example)).toBe('postgres://me:secret@a:5432/quyu');
});

it('refuses what is none without showing it, a list too, and says when there is none', () => {
  vi.stubEnv(NAME, 'postgres://me:secret@a:5432,b:5432/quyu');
  expect(() => readUrl(NAME, example)).toThrow(/^QUYU_DATABASE_URL is not an address\.$/);
  vi.stubEnv(NAME, '');
  expect(() => readUrl(NAME, example)).toThrow('QUYU_DATABASE_URL is not set.');
});
