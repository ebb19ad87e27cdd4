import { describe, expect, it } from 'vitest';
import { readSettings } from './settings.js';

const NEEDED = {
  QUYU_DATABASE_URL: 'postgres://localhost/quyu',
  QUYU_NATS_URL: 'nats://localhost',
  QUYU_AUTH_ISSUER: 'urn:issuer',
  QUYU_AUTH_JWKS_URL: 'https://issuer.example/keys',
};
const read = (env: Record<string, string> = {}) => readSettings({ ...NEEDED, ...env }).http;

describe('the settings of HTTP', () => {
  it('are closed and generous when nothing is said', () => {
    expect(read()).toMatchObject({
      limits: { requestsPerMinute: 6_000, maxEventLoopDelayMs: 1_000, maxEventLoopUtilization: 0 },
      corsOrigins: [],
      trustProxy: [],
    });
  });

  it('take limits, origins and proxies', () => {
    const http = read({
      QUYU_RATE_LIMIT_PER_MINUTE: '0',
      QUYU_MAX_EVENT_LOOP_DELAY_MS: '250',
      QUYU_MAX_EVENT_LOOP_UTILIZATION: '0.98',
      QUYU_CORS_ORIGINS: '["https://desk.example", "http://localhost:5173"]',
      QUYU_TRUST_PROXY: '10.0.0.7, 10.1.0.0/16, ::1',
    });
    expect(http).toMatchObject({
      limits: { requestsPerMinute: 0, maxEventLoopDelayMs: 250, maxEventLoopUtilization: 0.98 },
      corsOrigins: ['https://desk.example', 'http://localhost:5173'],
      trustProxy: ['10.0.0.7', '10.1.0.0/16', '::1'],
    });
  });

  it.each([
    '*',
    'null',
    'https://*.example',
    'https://desk.example/',
    'https://desk.example/page',
    'desk.example',
    'HTTPS://Desk.example',
    'ftp://desk.example',
  ])('know that %s is no exact origin', (origin) => {
    expect(() => read({ QUYU_CORS_ORIGINS: JSON.stringify([origin]) })).toThrow(/QUYU_CORS_ORIGINS/);
  });

  it.each(['0.0.0.0/0', '::/0', 'proxy.example', '10.0.0.0/33', '10.0.0.1/8/8', 'true', '1'])(
    'know that %s is no proxy',
    (proxy) => {
      expect(() => read({ QUYU_TRUST_PROXY: proxy })).toThrow(/QUYU_TRUST_PROXY/);
    },
  );
});
