import { SAMPLE_PEOPLE, completeSecrets, startIssuer } from '@quyu/issuer';
import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { machineTokens } from './machine-tokens.js';
import { serviceTokensFromEnv } from './service-tokens.js';

let secrets: Awaited<ReturnType<typeof completeSecrets>>;
let issuer: Awaited<ReturnType<typeof startIssuer>>;
const start = (port: number) => startIssuer({ port, secrets, people: SAMPLE_PEOPLE, env: {} });

beforeEach(async () => {
  secrets = await completeSecrets({}, ['partner']);
  issuer = await start(0);
});
afterEach(async () => {
  vi.useRealTimers();
  await issuer.stop();
});

const tokensOf = (client: string): (() => Promise<string>) =>
  machineTokens({ issuer: issuer.url, client, secret: secrets.clientSecrets[client] });

describe('tokens of a machine client', () => {
  it('are asked for once by callers at the same time, and kept until shortly before they end', async () => {
    const tokens = tokensOf('quyu-partner');
    const [first, ...others] = await Promise.all([tokens(), tokens(), tokens()]);
    expect(new Set([first, ...others, await tokens()]).size).toBe(1);
    expect(decodeJwt(first)).toMatchObject({ sub: 'quyu-partner', aud: 'quyu' });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 830_000 });
    expect(await tokens()).toBe(first);
    vi.setSystemTime(Date.now() + 15_000);
    expect(await tokens()).not.toBe(first);
  });

  it('are there again after the issuer was away', async () => {
    const tokens = tokensOf('quyu-import');
    await issuer.stop();
    await expect(tokens()).rejects.toThrow('does not describe itself as an issuer');
    issuer = await start(issuer.port);
    expect(decodeJwt(await tokens()).sub).toBe('quyu-import');
  });
});

describe('services with secrets from the environment', () => {
  it('get tokens each of its own', async () => {
    const secret = secrets.clientSecrets['quyu-partner']!;
    const tokens = serviceTokensFromEnv(issuer.url, {
      QUYU_AUTH_CLIENT_SECRETS: JSON.stringify({ partner: secret }),
    })!;
    expect(decodeJwt(await tokens('partner')).sub).toBe('quyu-partner');
    expect(await tokens('partner')).toBe(await tokens('partner'));
    expect(() => tokens('incentive')).toThrow('has no secret of "incentive"');
  });

  it('are none when there are no secrets', () => {
    expect(serviceTokensFromEnv(issuer.url, {})).toBeUndefined();
  });

  it.each(['{', '[]', '{}', '{"partner":1}', '{"partner":""}'])('are refused when those are %s', (text) => {
    const read = (): unknown => serviceTokensFromEnv(issuer.url, { QUYU_AUTH_CLIENT_SECRETS: text });
    expect(read).toThrow('QUYU_AUTH_CLIENT_SECRETS');
  });
});
