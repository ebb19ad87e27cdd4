import type { Command } from 'commander';
import { Option } from 'commander';
import type { ListEntriesOptions } from '../audit/read-log.js';
import type { VerifyOptions } from '../audit/verify-log.js';
import type { WhereOptions } from '../deployment/locate-platform.js';
import { addListOptions } from './events-options.js';
import { parseDuration } from './parse-options.js';
import { addWhereOptions } from './where-options.js';

const VERIFY_HELP = `
Reads the database itself: QUYU_DATABASE_DIRECT_URL or QUYU_DATABASE_URL, else that of the platform that runs from the state
folder. Exits with 1 when a log is not what was sealed, and says where.

A log whose end was cut off, or that was written anew as a whole, is right in itself: only a head that was kept elsewhere shows it.

Examples:
  $ npm run quyu -- audit verify
  $ npm run --silent quyu -- audit head > heads.txt
  $ npm run quyu -- audit verify --expect $(cat heads.txt)
`;

const LIST_HELP = `
Examples:
  $ npm run quyu -- audit list --since 1h
  $ npm run quyu -- audit list --about partner/0198c0de-0000-7000-8000-000000000001
  $ npm run quyu -- audit list --service partner --operation partner.decideReview
  $ npm run quyu -- audit show partner/17
`;

/** `quyu audit` */
export function addAudit(program: Command): void {
  const audit = program
    .command('audit')
    .summary('see who did what, check that nothing was altered 审计日志')
    .description('Reads the audit log, and checks that it is what was written.');
  addList(audit);
  addShow(audit);
  addVerify(audit);
}

const loadReading = () => import('../audit/read-log.js');
const loadVerifying = () => import('../audit/verify-log.js');

function addList(audit: Command): void {
  const list = audit
    .command('list')
    .summary('who did what, newest first 列出审计记录')
    .description('Lists what was done, newest first. Needs the permission platform:audit.')
    .option('--actor <subject>', 'only by this caller, or e.g. service:partner')
    .option('--operation <name>', 'only this, e.g. partner.decideReview')
    .option('--about <type/id>', 'only about this, or changing this row')
    .option('--correlation <id>', 'only what follows from the same request')
    .addOption(new Option('--since <time>', 'only so long ago, e.g. 1h').argParser(parseDuration));
  addListOptions(list)
    .addHelpText('after', LIST_HELP)
    .action(async (options: ListEntriesOptions) => (await loadReading()).listEntries(options));
}

function addShow(audit: Command): void {
  const show = audit
    .command('show <entry>')
    .summary('one entry with the rows it changed 显示一条审计记录')
    .description('Shows an entry, as "audit list" names it, with the rows that it changed.')
    .option('--service <id>', 'of this service, when the entry is given by its number')
    .option('--json', 'print it as JSON');
  addWhereOptions(show).action(
    async (name: string, options: WhereOptions & { readonly service?: string; readonly json?: true }) =>
      (await loadReading()).showEntry(name, options),
  );
}

function addVerify(audit: Command): void {
  const state = '--state <folder>';
  const verify = audit
    .command('verify [services...]')
    .summary('check that nothing was altered 校验审计日志')
    .description('Recomputes the chain of every entry, and says the first place where it is broken.')
    .option('--expect <heads...>', 'heads that were kept elsewhere: the logs must have passed through them')
    .option('--json', 'print it as JSON')
    .option(state, 'state folder of a local platform (default: .quyu beside quyu.config.ts)');
  verify
    .addHelpText('after', VERIFY_HELP)
    .action(async (services: string[], options: VerifyOptions) =>
      (await loadVerifying()).verifyLogs(services, options),
    );
  audit
    .command('head [services...]')
    .summary('how far each log has come, to be kept elsewhere 输出审计链头')
    .description('Verifies the logs and prints the head of each: keep them where the database cannot be.')
    .option('--json', 'print it as JSON')
    .option(state, 'state folder of a local platform (default: .quyu beside quyu.config.ts)')
    .action(async (services: string[], options: VerifyOptions) =>
      (await loadVerifying()).printHeads(services, options),
    );
}
