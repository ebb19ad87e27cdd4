import type { Rights } from './rights.js';

/**
 * The environment variable from which the server takes a user's password.
 *
 * @example passwordVariable('after-sales') // 'AFTER_SALES_NATS_PASSWORD'
 */
export function passwordVariable(user: string): string {
  return `${user.replaceAll('-', '_').toUpperCase()}_NATS_PASSWORD`;
}

/**
 * The server's configuration of these users. It holds no secret: passwords are references to the server's environment.
 *
 * @example authorizationBlock([rightsOf('quyu', partner.spec)])
 */
export function authorizationBlock(users: readonly Rights[]): string {
  return ['authorization {', '  users = [', ...users.flatMap(userLines), '  ]', '}', ''].join('\n');
}

function userLines({ user, publish, subscribe }: Rights): string[] {
  return [
    '    {',
    `      user: ${JSON.stringify(user)}`,
    `      password: $${passwordVariable(user)}`,
    '      permissions: {',
    '        publish: {',
    ...listLines('allow', publish.allow),
    ...listLines('deny', publish.deny ?? []),
    '        }',
    '        subscribe: {',
    ...listLines('allow', subscribe.allow),
    '        }',
    '      }',
    '    }',
  ];
}

/** In quotes, because a bare `$JS` would be read as a variable. */
function listLines(list: string, subjects: readonly string[]): string[] {
  if (subjects.length === 0) return [];
  return [
    `          ${list}: [`,
    ...subjects.map((subject) => `            ${JSON.stringify(subject)}`),
    '          ]',
  ];
}
