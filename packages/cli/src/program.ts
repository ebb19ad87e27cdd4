import { Command } from 'commander';
import { addAudit } from './commands/audit.js';
import { addCatalogue } from './commands/catalogue.js';
import { addEvents } from './commands/events.js';
import { addImport } from './commands/import.js';
import { addIncentive } from './commands/incentive.js';
import { addLogin } from './commands/login.js';
import { addLogout } from './commands/logout.js';
import { addManifests } from './commands/manifests.js';
import { addMigrate } from './commands/migrate.js';
import { addNatsUsers } from './commands/nats-users.js';
import { addProvision } from './commands/provision.js';
import { addReport } from './commands/report.js';
import { addServe } from './commands/serve.js';
import { addSimulate } from './commands/simulate.js';
import { addStatement } from './commands/statement.js';
import { addToken } from './commands/token.js';
import { addUp } from './commands/up.js';

const DESCRIPTION = `Quyu (渠域): channel and regional-market management on a platform of plugins.
渠道与区域市场管理平台。

In the repository: "npm start" is "quyu up", and "npm run quyu -- <command>" is any other.`;

const HELP = `
A first look:
  $ npm start                          run everything, see a market review
  $ npm run quyu -- events tail        in another terminal: hear events as they happen
  $ npm run quyu -- login --as finance  be one of the sample people
  $ npm run quyu -- import <folder>    import a market of your own
  $ npm run quyu -- help <command>     what a command takes, with examples

QUYU_DEBUG=1 shows where an error came from.
`;

/** The command line: each command loads what it needs only when it runs. */
export function createProgram(): Command {
  const program = new Command('quyu')
    .description(DESCRIPTION)
    .showHelpAfterError('(--help shows what there is)');
  for (const add of [
    addUp,
    addReport,
    addImport,
    addSimulate,
    addStatement,
    addIncentive,
    addLogin,
    addToken,
    addLogout,
    addEvents,
    addAudit,
    addServe,
    addMigrate,
    addProvision,
    addNatsUsers,
    addManifests,
    addCatalogue,
  ]) {
    add(program);
  }
  return program.addHelpText('after', HELP);
}
