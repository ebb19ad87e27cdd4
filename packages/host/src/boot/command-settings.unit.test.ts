import { describe, expect, it } from 'vitest';
import { readBrokerSettings, readDatabaseSettings } from './command-settings.js';

describe('what a command needs of the broker', () => {
  it.each([
    'nats://a:4222',
    'tls://nats-0.nats:4222,tls://nats-1.nats:4222,tls://nats-2.nats:4222',
    'nats://me:secret@a:4222, nats://b:4222',
  ])('may have the address %s', (natsUrl) => {
    expect(readBrokerSettings({ QUYU_NATS_URL: natsUrl }, 'provisioner')).toMatchObject({
      natsUrl,
      root: 'quyu',
    });
  });

  it('is refused with all its faults at once, and without a password', () => {
    const env = {
      QUYU_NATS_URL: 'nats://a:4222,//me:secret@b',
      QUYU_NATS_USERS: '["hunter2"]',
      QUYU_BUS_ROOT: 'Q!',
    };
    const reading = () => readBrokerSettings(env, 'provisioner');
    expect(reading).toThrow(/3 faults[\s\S]*QUYU_NATS_URL[\s\S]*QUYU_NATS_USERS[\s\S]*QUYU_BUS_ROOT/);
    expect(reading).not.toThrow(/secret|hunter2/);
  });

  it('is refused when there is no address, or one of a list is empty', () => {
    expect(() => readBrokerSettings({}, 'provisioner')).toThrow(/QUYU_NATS_URL +\(not set\)/);
    expect(() => readBrokerSettings({ QUYU_NATS_URL: 'nats://a:4222,' }, 'provisioner')).toThrow(
      'QUYU_NATS_URL',
    );
  });

  it('is refused when the user has no password there, or the file cannot be read', () => {
    const address = { QUYU_NATS_URL: 'nats://a:4222' };
    const given = { ...address, QUYU_NATS_USERS: '{"partner":"hunter2"}' };
    expect(() => readBrokerSettings(given, 'provisioner')).toThrow(
      /QUYU_NATS_USERS +\(hidden\) +.*no password for the NATS user "provisioner"/,
    );
    const mounted = { ...address, QUYU_NATS_USERS_FILE: '/nowhere/users.json' };
    expect(() => readBrokerSettings(mounted, 'provisioner')).toThrow(
      /QUYU_NATS_USERS_FILE +\/nowhere\/users\.json +ENOENT/,
    );
  });
});

describe('what a command needs of the database', () => {
  it('is the address past a pooler where there is one', () => {
    const databaseUrl = 'postgres://a:5432/quyu';
    const direct = 'postgres://b:5432/quyu';
    expect(readDatabaseSettings({ QUYU_DATABASE_URL: databaseUrl })).toEqual({
      databaseUrl,
      logins: undefined,
    });
    expect(
      readDatabaseSettings({ QUYU_DATABASE_URL: databaseUrl, QUYU_DATABASE_DIRECT_URL: direct }).databaseUrl,
    ).toBe(direct);
  });

  it('is refused with all its faults at once, and without a password', () => {
    const reading = () => readDatabaseSettings({ QUYU_DATABASE_USERS: '{"partner":"short"}' });
    expect(reading).toThrow(/2 faults[\s\S]*QUYU_DATABASE_URL[\s\S]*QUYU_DATABASE_USERS/);
    expect(reading).not.toThrow('"short"');
  });
});
