import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { natsLogin } from './nats-login.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'login-'));
  file = join(folder, 'users.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const fromFile = () => natsLogin({ busRoot: 'quyu', natsUsersFile: file }, 'partner');
const passwordOf = ({ authenticator }: ReturnType<typeof natsLogin>) =>
  typeof authenticator === 'function' ? authenticator() : undefined;

describe('logging in to the broker', () => {
  it("is as QUYU_NATS_URL says when no passwords are set, with an inbox that is the service's alone", () => {
    expect(natsLogin({ busRoot: 'quyu' }, 'partner')).toEqual({ inboxPrefix: '_INBOX_quyu_partner' });
  });

  it('takes a changed password from the file at the next connection, and keeps the last while there is no file', () => {
    writeFileSync(file, '{"partner":"one"}');
    const login = fromFile();
    writeFileSync(file, '{"partner":"two"}');
    expect(passwordOf(login)).toEqual({ user: 'partner', pass: 'two' });
    rmSync(file);
    expect(passwordOf(login)).toEqual({ user: 'partner', pass: 'two' });
  });

  it('is refused without a password, naming where to add it and showing none', () => {
    writeFileSync(file, '{"incentive":"s3cret"}');
    expect(fromFile).toThrow(
      /users.json \(QUYU_NATS_USERS_FILE\) has no password for the NATS user "partner"/,
    );
    writeFileSync(file, '{"partner":s3cret}');
    expect(fromFile).toThrow(/^(?!.*s3cret).*is not JSON like/);
    const given = () => natsLogin({ busRoot: 'quyu', natsUsers: { incentive: 's3cret' } }, 'partner');
    expect(given).toThrow(/^(?!.*s3cret)QUYU_NATS_USERS has no password/);
  });
});
