import { type Command, Option } from 'commander';
import { parseDuration } from './parse-options.js';

interface Options {
  readonly permissions: string[];
  readonly subject: string;
  readonly expires: number;
  readonly state?: string;
}

const HOUR = 3600;

const HELP = `
The token is signed by the local issuer of "quyu up"; a platform that runs with "quyu serve" takes tokens of its own issuer.

Examples:
  $ npm run --silent quyu -- token
  $ npm run --silent quyu -- token --permissions partner:read "territory:*" --expires 8h
  $ curl -H "Authorization: Bearer $(npm run --silent quyu -- token)" http://127.0.0.1:<port>/api/partner/v1/partners
`;

/** `quyu token` */
export function addToken(program: Command): void {
  program
    .command('token')
    .summary('mint an access token for the local platform 签发本机访问令牌')
    .description('Mints an access token for the platform that runs from the state folder, and prints it.')
    .option('--permissions <permissions...>', 'what it allows, e.g. partner:read', ['*'])
    .option('--subject <name>', 'whom it stands for', 'local-user')
    .addOption(
      new Option('--expires <time>', 'how long it is good, e.g. 15m')
        .argParser(parseDuration)
        .default(HOUR, '1h'),
    )
    .option('--state <folder>', 'state folder of the platform (default: .quyu beside quyu.config.ts)')
    .addHelpText('after', HELP)
    .action(run);
}

async function run({ permissions, subject, expires, state }: Options): Promise<void> {
  const [{ openLocalIssuer }, { issuerKey, stateFolder }, { notRunning }] = await Promise.all([
    import('../deployment/local-issuer.js'),
    import('../deployment/state-files.js'),
    import('../deployment/locate-platform.js'),
  ]);
  const folder = stateFolder(state);
  if (!issuerKey.read(folder)) throw notRunning(folder);
  const issuer = await openLocalIssuer(folder);
  process.stdout.write(`${await issuer.mint({ subject, permissions, expiresInSeconds: expires })}\n`);
}
