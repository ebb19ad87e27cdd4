import { z } from '@quyu/contract-kit';
import { type Plugin, definePlugin } from '@quyu/plugin-kit';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { ConfigError } from './config-error.js';
import { createLog } from './log.js';
import { prettyLine } from './pretty-line.js';
import { variableOf } from './config-fields.js';
import { readEnv } from './read-env.js';
import { readSettings } from './settings.js';
import { type StopStep, stopAll, stopOrder } from './shutdown.js';

const silent = pino({ level: 'silent' });

describe('environment variables', () => {
  test.each([
    ['partner', 'maxUploads', 'PARTNER_MAX_UPLOADS'],
    ['market-data', 'url', 'MARKET_DATA_URL'],
    ['quyu', 'authJwksUrl', 'QUYU_AUTH_JWKS_URL'],
    ['a', 'size2Big', 'A_SIZE2_BIG'],
  ])('of %s.%s is %s', (prefix, field, variable) => {
    expect(variableOf(prefix, field)).toBe(variable);
  });

  test('hold text that the schema reads as numbers, booleans, lists and objects', () => {
    const schema = z.object({
      count: z.int().default(1), rate: z.number(), on: z.boolean(), off: z.boolean().optional(),
      tags: z.array(z.string()), ports: z.array(z.int()), map: z.record(z.string(), z.int()), text: z.string(), none: z.string().nullable().default(null),
    }); // prettier-ignore
    const env = {
      A_COUNT: '7',
      A_RATE: '-0.5',
      A_ON: 'true',
      A_OFF: '0',
      A_TAGS: 'x, y',
      A_PORTS: '[1,2]',
      A_MAP: '{"a":1}',
      A_TEXT: '12',
      A_NONE: '',
    };
    expect(readEnv('a', schema, env)).toEqual({
      ok: true,
      value: {
        count: 7,
        rate: -0.5,
        on: true,
        off: false,
        tags: ['x', 'y'],
        ports: [1, 2],
        map: { a: 1 },
        text: '12',
        none: null,
      },
    });
  });

  test('that are wrong are shown with what to do, but for secrets', () => {
    const schema = z.object({
      seats: z.int().meta({ description: 'a number of seats' }),
      url: z.url({ protocol: /^https$/ }),
      pin: z.string().min(9).meta({ secret: true }),
      apiToken: z.string().min(9),
    });
    const read = readEnv('a', schema, {
      A_SEATS: 'x',
      A_URL: 'ftp://ann:hunter2@host/x',
      A_PIN: '1234',
      A_API_TOKEN: 'abc',
    });
    expect(read.ok ? [] : read.faults).toEqual([
      { name: 'A_SEATS', value: 'x', fault: expect.stringContaining('number'), remedy: 'a number of seats' },
      {
        name: 'A_URL',
        value: 'ftp://ann:***@host/x',
        fault: expect.stringContaining('URL'),
        remedy: 'set A_URL',
      },
      { name: 'A_PIN', value: '(hidden)', fault: expect.any(String), remedy: 'set A_PIN' },
      { name: 'A_API_TOKEN', value: '(hidden)', fault: expect.any(String), remedy: 'set A_API_TOKEN' },
    ]);
  });
});

describe('the settings', () => {
  const good = {
    QUYU_DATABASE_URL: 'postgres://q:p@db:5432/quyu',
    QUYU_NATS_URL: 'nats://broker:4222',
    QUYU_AUTH_ISSUER: 'https://id.example',
    QUYU_AUTH_JWKS_URL: 'https://id.example/keys',
  };
  const plugin: Plugin = definePlugin(
    { id: 'shop', kit: '^1.0.0', summary: { en: 'S', zh: '店' }, config: z.object({ seats: z.int() }) },
    () => ({ routes: {}, handlers: {}, jobs: {} }),
  );

  test('need only four variables', () => {
    expect(readSettings(good)).toMatchObject({
      http: { host: '127.0.0.1', port: 8080 },
      auth: { audience: 'quyu', jwksUrl: 'https://id.example/keys' },
      busRoot: 'quyu',
      checkAnswers: true,
    });
    expect(readSettings({ ...good, NODE_ENV: 'production' }).checkAnswers).toBe(false);
  });

  test('take several servers of a broker, each of which must be one', () => {
    const cluster = 'nats://one:4222,tls://two:4222';
    expect(readSettings({ ...good, QUYU_NATS_URL: cluster }).natsUrl).toBe(cluster);
    const wrong = { ...good, QUYU_NATS_URL: 'nats://a:secret@one:4222,http://b:secret@two' };
    expect(String(catchError(() => readSettings(wrong)))).toMatch(/QUYU_NATS_URL +\(hidden\)/);
  });

  test('tell every fault of the host and of the plugins at once', () => {
    const env = {
      ...good,
      QUYU_NATS_URL: 'http://broker',
      QUYU_HTTP_PORT: '70000',
      QUYU_AUTH_ISSUER: '',
      SHOP_SEATS: 'x',
    };
    const error = catchError(() => readSettings(env, [plugin]));
    expect(error).toBeInstanceOf(ConfigError);
    const names = error instanceof ConfigError ? error.faults.map(({ name }) => name) : [];
    expect(names.toSorted()).toEqual(['QUYU_AUTH_ISSUER', 'QUYU_HTTP_PORT', 'QUYU_NATS_URL', 'SHOP_SEATS']);
    expect(String(error)).not.toContain('q:p@');
  });

  test.each([
    [{ QUYU_AUTH_ISSUER: '' }, 'is required'],
    [{ QUYU_AUTH_ISSUER: 'urn:quyu:id', QUYU_AUTH_JWKS_URL: '' }, 'is no address'],
    [{ QUYU_AUTH_ISSUER: 'http://id.example', QUYU_AUTH_JWKS_URL: '' }, 'without TLS'],
    [{ QUYU_AUTH_JWKS_URL: 'http://id.example/keys' }, 'without TLS'],
  ])('with %j are refused', (change, fault) => {
    expect(String(catchError(() => readSettings({ ...good, ...change })))).toContain(fault);
  });

  test('take the keys of an issuer on this machine without TLS', () => {
    expect(
      readSettings({ ...good, QUYU_AUTH_JWKS_URL: 'http://127.0.0.1:9000/keys' }).auth.jwksUrl,
    ).toContain('9000');
  });
});

function catchError(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe('the shutdown', () => {
  const step = (
    phase: StopStep['phase'],
    name: string,
    stop: StopStep['stop'] = () => undefined,
  ): StopStep => ({ phase, name, stop });

  test('goes by phases, and backwards within one', () => {
    const started = [
      step('pools', 'p'),
      step('plugins', 'first'),
      step('plugins', 'second'),
      step('relay', 'r'),
      step('http', 'h'),
      step('readiness', 'y'),
      step('jobs', 'j'),
      step('consumers', 'c'),
      step('broker', 'b'),
    ];
    expect(stopOrder(started).map(({ name }) => name)).toEqual([
      'y',
      'h',
      'c',
      'j',
      'r',
      'second',
      'first',
      'b',
      'p',
    ]);
  });

  test('goes on past what fails or hangs, and tells which', async () => {
    const stopped: string[] = [];
    const steps = [
      step('pools', 'p', () => void stopped.push('p')),
      step('relay', 'hangs', () => new Promise(() => undefined)),
      step('http', 'fails', () => Promise.reject(new Error('x'))),
    ];
    const startedAt = performance.now();
    expect(await stopAll(steps, 100, silent)).toEqual(['fails', 'hangs']);
    expect(stopped).toEqual(['p']);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
});

describe('the log', () => {
  test('never holds a token or a password', () => {
    const written: string[] = [];
    const output = { isTTY: false, write: (line: string) => written.push(line) };
    const log = createLog('info', output);
    log.info(
      {
        authorization: 'Bearer abc',
        headers: { authorization: 'Bearer abc', cookie: 'abc' },
        req: { headers: { authorization: 'abc' } },
        token: 'abc',
        caller: { token: 'abc' },
      },
      'x',
    );
    expect(written.join('')).not.toContain('abc');
  });

  test('is a line each for people, with the stack of an error below', () => {
    const line = prettyLine(
      JSON.stringify({
        level: 50,
        time: 0,
        msg: 'failed',
        requestId: 'r-1',
        ms: 3,
        err: { message: 'x', stack: 'Error: x\n  at y' },
      }),
    );
    expect(line).toMatch(/\d\d:\d\d:\d\d error failed requestId=r-1 ms=3.*\nError: x\n {2}at y\n$/s);
  });
});
