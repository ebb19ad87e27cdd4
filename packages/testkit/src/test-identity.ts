import { type LocalIssuer, createLocalIssuer } from '@quyu/host';
import type { Identity } from './test-host.js';

/** Names of the tests' issuer and audience. */
export const TEST_ISSUER = 'urn:quyu:test';
export const TEST_AUDIENCE = 'quyu';

const TOKEN_SECONDS = 300;

/** Makes the issuer whose tokens a test host accepts. */
export function createTestIssuer(now: () => Date): Promise<LocalIssuer> {
  return createLocalIssuer({ issuer: TEST_ISSUER, audience: TEST_AUDIENCE, now });
}

/** A token of five minutes. */
export function mintFor(issuer: LocalIssuer, identity: Identity = {}): Promise<string> {
  const { subject = 'test', grants, permissions = grants ? [] : ['*'] } = identity;
  const claims = grants ? { overrides: { claims: { quyu_grants: grants } } } : {};
  return issuer.mint({ subject, permissions, expiresInSeconds: TOKEN_SECONDS, ...claims });
}
