import { describe, expect, test } from 'vitest';
import { keysAddressIn, metadataAddresses } from './discover.js';

const addressesOf = (issuer: string): string[] => metadataAddresses(issuer).map(({ href }) => href);

describe('where an issuer describes itself', () => {
  test('is behind its own path by OpenID Connect, before it by RFC 8414', () => {
    expect(addressesOf('https://id.example/realms/quyu')).toEqual([
      'https://id.example/realms/quyu/.well-known/openid-configuration',
      'https://id.example/.well-known/oauth-authorization-server/realms/quyu',
    ]);
  });

  test('takes no notice of a slash at the end', () => {
    expect(addressesOf('https://id.example/')).toEqual([
      'https://id.example/.well-known/openid-configuration',
      'https://id.example/.well-known/oauth-authorization-server',
    ]);
  });
});

describe('the address of the keys', () => {
  const issuer = 'https://id.example';

  test('may be at another host, over TLS', () => {
    const metadata = { issuer, jwks_uri: 'https://keys.example/jwks' };
    expect(keysAddressIn(metadata, issuer).href).toBe('https://keys.example/jwks');
  });

  test.each(['http://127.0.0.1:1/keys', 'https://localhost/keys', 'file:///etc/passwd', 'keys', undefined])(
    'is never one that an issuer elsewhere must not name: %s',
    (jwks_uri) => {
      expect(() => keysAddressIn({ issuer, jwks_uri }, issuer)).toThrow('names no https address');
    },
  );
});
