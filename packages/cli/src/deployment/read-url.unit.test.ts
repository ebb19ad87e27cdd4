import { afterEach, describe, expect, it, vi } from 'vitest';
import { readUrl, readUrls } from './read-url.js';

const NAME = 'QUYU_NATS_URL';
const example = 'nats://host:4222';

afterEach(() => vi.unstubAllEnvs());

describe('the addresses of a cluster', () => {
  it.each([
    'nats://a:4222',
    'tls://nats-0.nats:4222,tls://nats-1.nats:4222,tls://nats-2.nats:4222',
    'nats://me:secret@a:4222, nats://b:4222',
  ])('may be %s', (text) => {
    vi.stubEnv(NAME, text);
    expect(readUrls(NAME, example)).toBe(text);
  });

  it('are refused by the place of the wrong one, and without its password', () => {
    vi.stubEnv(NAME, 'nats://a:4222,//me:secret@b');
    const reading = () => readUrls(NAME, example);
    expect(reading).toThrow('Address 2 of QUYU_NATS_URL is not one.');
    expect(reading).not.toThrow('secret');
  });

  it('are refused when one is empty, and when there is none', () => {
    vi.stubEnv(NAME, 'nats://a:4222,');
    expect(() => readUrls(NAME, example)).toThrow('Address 2 of QUYU_NATS_URL is not one.');
    vi.stubEnv(NAME, '');
    expect(() => readUrls(NAME, example)).toThrow('QUYU_NATS_URL is not set.');
  });
});

it('a single address is no list', () => {
  vi.stubEnv(NAME, 'nats://a:4222,nats://b:4222');
  expect(() => readUrl(NAME, example)).toThrow('QUYU_NATS_URL is not an address.');
});
