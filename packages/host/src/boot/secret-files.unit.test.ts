import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from '@quyu/contract-kit';
import { afterAll, describe, expect, test } from 'vitest';
import { readEnv } from './read-env.js';
import { readSecretVariable } from './secret-files.js';
import { readSettings } from './settings.js';

const folder = mkdtempSync(join(tmpdir(), 'quyu-secrets-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fileOf = (content: string, name = `${Math.random()}`): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const schema = z.object({
  pin: z.string().min(9).meta({ secret: true }),
  apiToken: z.string().optional(),
  seats: z.int().optional(),
});
const read = (env: Record<string, string>) => readEnv('a', schema, env);

describe('a secret in a file', () => {
  test.each([
    ['123456789', '123456789'],
    ['123456789\n', '123456789'],
    ['123456789\r\n\n', '123456789'],
    [' 12345678 \n9\n', ' 12345678 \n9'],
  ])('%j is %j', (content, pin) => {
    expect(read({ A_PIN_FILE: fileOf(content) })).toEqual({ ok: true, value: { pin } });
  });

  test('is taken for every field that is secret by mark or name, and for no other', () => {
    const env = { A_PIN: '123456789', A_API_TOKEN_FILE: fileOf('t'), A_SEATS_FILE: fileOf('3') };
    expect(read(env)).toEqual({ ok: true, value: { pin: '123456789', apiToken: 't' } });
  });

  test.each([
    ['that is not there', { A_PIN_FILE: join(folder, 'none') }, 'the file cannot be read (ENOENT)'],
    ['that is a folder', { A_PIN_FILE: folder }, 'the file cannot be read (EISDIR)'],
    ['that is empty', { A_PIN_FILE: fileOf('\n') }, 'the file is empty'],
    ['and in its variable too', { A_PIN_FILE: fileOf('x'), A_PIN: '123456789' }, 'is set, and so is A_PIN'],
  ])('%s is one fault, of the file', (_name, env, fault) => {
    const result = read(env);
    expect(result.ok ? [] : result.faults).toEqual([
      { name: 'A_PIN_FILE', value: env.A_PIN_FILE, fault, remedy: expect.stringContaining('or set A_PIN') },
    ]);
  });

  test('that the schema refuses is a fault of the file, which does not tell it', () => {
    const result = read({ A_PIN_FILE: fileOf('hunter2') });
    expect(result.ok ? [] : result.faults).toMatchObject([{ name: 'A_PIN_FILE', value: '(hidden)' }]);
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });
});

describe('the settings', () => {
  const others = { QUYU_AUTH_ISSUER: 'https://id.example', QUYU_AUTH_JWKS_URL: 'https://id.example/keys' };

  test('take the addresses of the database and the broker from files', () => {
    const files = {
      QUYU_DATABASE_URL_FILE: fileOf('postgres://q:p@db:5432/quyu\n'),
      QUYU_NATS_URL_FILE: fileOf('nats://q:p@broker:4222\n'),
    };
    expect(readSettings({ ...others, ...files })).toMatchObject({
      databaseUrl: 'postgres://q:p@db:5432/quyu',
      natsUrl: 'nats://q:p@broker:4222',
    });
  });

  test('leave the file of broker passwords as it is: it is read anew at each connection', () => {
    const addresses = { QUYU_DATABASE_URL: 'postgres://db/quyu', QUYU_NATS_URL: 'nats://broker:4222' };
    const natsUsersFile = fileOf('{"partner":"x"}');
    const settings = readSettings({ ...others, ...addresses, QUYU_NATS_USERS_FILE: natsUsersFile });
    expect([settings.natsUsers, settings.natsUsersFile]).toEqual([undefined, natsUsersFile]);
  });
});

describe('a command', () => {
  test('reads one secret from its variable or its file, and says what is wrong', () => {
    expect(readSecretVariable('A_URL', { A_URL: 'x' })).toBe('x');
    expect(readSecretVariable('A_URL', { A_URL: '' })).toBeUndefined();
    expect(readSecretVariable('A_URL', { A_URL_FILE: fileOf('y\n') })).toBe('y');
    expect(() => readSecretVariable('A_URL', { A_URL_FILE: '/none' })).toThrow(/A_URL_FILE +\/none .*ENOENT/);
  });
});
