import { type Command, Option } from 'commander';
import type { IssuerOptions } from '../deployment/locate-issuer.js';

interface Options extends IssuerOptions {
  readonly as?: string;
  readonly client?: string;
}

const HELP = `
The token is good for a quarter of an hour on the local platform. Who is logged in is told by "quyu login"; when nobody is, it is
the operator's. For a machine client of another issuer the secret is read from QUYU_CLIENT_SECRET.

Examples:
  $ npm run --silent quyu -- token
  $ npm run --silent quyu -- token --as city-lead                   a sample person, without changing who is logged in
  $ npm run --silent quyu -- token --client quyu-partner            a service itself
  $ npm run --silent quyu -- token --issuer https://login.example.org
  $ curl -H "Authorization: Bearer $(npm run --silent quyu -- token)" http://127.0.0.1:<port>/api/partner/v1/partners
`;

/** `quyu token` */
export function addToken(program: Command): void {
  program
    .command('token')
    .summary('print an access token 显示访问令牌')
    .description('Prints a valid access token of who is logged in, renewed if need be.')
    .addOption(
      new Option('--as <person>', 'of a sample person of the local platform, by id or role').conflicts([
        'client',
        'issuer',
      ]),
    )
    .option('--client <id>', 'of a machine client, e.g. quyu-partner')
    .option('--issuer <url>', 'the issuer (default: that of the platform that runs from the state folder)')
    .option('--state <folder>', 'state folder of the local platform (default: .quyu beside quyu.config.ts)')
    .addHelpText('after', HELP)
    .action(async (options: Options) => {
      const { printToken } = await import('../identity/print-token.js');
      await printToken(options);
    });
}
