import { randomBytes } from 'node:crypto';
import {
  GUEST,
  type Rights,
  authorizationBlock,
  deploymentRights,
  guestRights,
  passwordVariable,
} from '@quyu/host';
import type { PluginSpec } from '@quyu/plugin-kit';
import { natsPasswords } from '../deployment/state-files.js';

/** The users of a local broker: lines for its configuration, and the passwords that those refer to. */
export interface NatsAccounts {
  readonly authorization: string;
  readonly env: Readonly<Record<string, string>>;
  readonly passwords: Readonly<Record<string, string>>;
}

/**
 * The users of the local broker. Passwords are made on first use and kept in the state folder; whoever gives no name is a
 * guest, who may listen.
 */
export function openNatsAccounts(state: string, root: string, specs: readonly PluginSpec[]): NatsAccounts {
  const users = [...deploymentRights(root, specs), guestRights(root, specs)];
  const kept = natsPasswords.read(state) ?? {};
  const passwords = Object.fromEntries(users.map(({ user }) => [user, kept[user] ?? makePassword()]));
  natsPasswords.write(state, passwords);
  return { ...natsAccounts(users, passwords), passwords };
}

function natsAccounts(
  users: readonly Rights[],
  passwords: Readonly<Record<string, string>>,
): Pick<NatsAccounts, 'authorization' | 'env'> {
  const env = Object.entries(passwords).map(([user, password]) => [passwordVariable(user), password]);
  return {
    authorization: `no_auth_user: ${GUEST}\n${authorizationBlock(users)}`,
    env: Object.fromEntries(env) as Record<string, string>,
  };
}

/** Begins with a letter: the server reads a variable's value as it reads its configuration, where digits are a number. */
function makePassword(): string {
  return `p${randomBytes(24).toString('hex')}`;
}
