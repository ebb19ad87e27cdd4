import type { Command } from 'commander';
import type { IssuerOptions } from '../deployment/locate-issuer.js';

interface Options extends IssuerOptions {
  readonly as?: string;
  readonly client: string;
  readonly scope: string;
}

const HELP = `
Without --as an address is printed: open it in a browser, and log in there. The password of the local platform's sample
people is the one that "npm start" shows. The login is kept, for commands and for "quyu token", until "quyu logout".

Examples:
  $ npm run quyu -- login
  $ npm run quyu -- login --as city-lead                            a sample person of the local platform, no browser
  $ npm run quyu -- login --issuer https://login.example.org        any OpenID Connect issuer
`;

/** `quyu login` */
export function addLogin(program: Command): void {
  program
    .command('login')
    .summary('log in as a person 登录')
    .description('Logs in by authorization code and PKCE, and keeps the login.')
    .option('--as <person>', 'a sample person of the local platform, by id or role')
    .option('--issuer <url>', 'the issuer (default: that of the platform that runs from the state folder)')
    .option('--client <id>', 'the public client to log in by', 'quyu-cli')
    .option('--scope <scopes>', 'what to ask for', 'openid profile offline_access')
    .option('--state <folder>', 'state folder of the local platform (default: .quyu beside quyu.config.ts)')
    .addHelpText('after', HELP)
    .action(async (options: Options) => (await import('../identity/keep-login.js')).logInAndKeep(options));
}
