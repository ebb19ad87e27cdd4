// Prints an environment for compose.yaml with passwords of its own, for this machine alone:
//   node deploy/docker/write-env.mjs > deploy/docker/.env
import { randomBytes } from 'node:crypto';

const SERVICES = (process.env.QUYU_SERVICES ?? 'territory,partner,incentive,marketing,feedback').split(',');

// nats-server reads a variable as it reads its configuration: it must begin with a letter.
const password = () => `p${randomBytes(18).toString('hex')}`;
const passwords = (names) => Object.fromEntries(names.map((name) => [name, password()]));

const broker = passwords([...SERVICES, 'provisioner', 'observer']);
const lines = [
  'COMPOSE_PROJECT_NAME=quyu',
  `POSTGRES_PASSWORD=${password()}`,
  `QUYU_DATABASE_USERS=${JSON.stringify(passwords(SERVICES))}`,
  `QUYU_NATS_USERS=${JSON.stringify(broker)}`,
  ...Object.entries(broker).map(
    ([name, value]) => `${name.toUpperCase().replaceAll('-', '_')}_NATS_PASSWORD=${value}`,
  ),
  '# Whose tokens are accepted. Set it to your own issuer.',
  `QUYU_AUTH_ISSUER=${process.env.QUYU_AUTH_ISSUER ?? 'https://login.example.org'}`,
];
process.stdout.write(`${lines.join('\n')}\n`);
