import { expect, it } from 'vitest';
import { readAddress } from './nats-address.js';

it('an address may carry a user and a password, which the client library would ignore', () => {
  expect(readAddress('nats://me:s%40cret@a:4222, tls://b:4222')).toEqual({
    servers: ['nats://a:4222', 'tls://b:4222'],
    user: 'me',
    pass: 's@cret',
  });
});

it('an address may carry a token, or nothing', () => {
  expect(readAddress('nats://t0ken@a:4222')).toEqual({ servers: ['nats://a:4222'], token: 't0ken' });
  expect(readAddress('127.0.0.1:4222')).toEqual({ servers: ['127.0.0.1:4222'] });
});
