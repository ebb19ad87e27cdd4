import { type Command, Option } from 'commander';
import type { LagOptions, LookOptions, RepublishOptions } from '../events/look-into-events.js';
import { parseCount, parseRate } from './events-options.js';
import { addWhereOptions } from './where-options.js';

const SHOW_HELP = `
Examples:
  $ npm run quyu -- events show 0198c0de-0000-7000-8000-000000000001
  $ npm run quyu -- events show partner/1200
`;

const REPUBLISH_HELP = `
Services that had the events leave them out; a subscriber that keeps no inbox hears them again.

Examples:
  $ npm run quyu -- events republish partner --from 1200 --to 1300 --dry-run
  $ npm run quyu -- events republish partner --from 1200 --to 1300 --type partner.enrolled.v1 --rate 100
`;

const load = () => import('../events/look-into-events.js');

/** `quyu events show`, `lag` and `republish` */
export function addLook(events: Command): void {
  const show = events
    .command('show <event>')
    .summary('show one event 显示一个事件')
    .description('Shows an event by its id, or by a service and a sequence of its stream.')
    .option('--service <id>', 'only look there')
    .option('--json', 'print it as JSON');
  addWhereOptions(show)
    .addHelpText('after', SHOW_HELP)
    .action(async (name: string, options: LookOptions) => (await load()).showEvent(name, options));
  const lag = events
    .command('lag')
    .summary('show how far behind the services are 显示事件积压')
    .description('Shows what waits to be published and to be handled, service by service.')
    .option('--service <id>', 'only this service')
    .option('--lanes', 'a line for each lane instead of one for each source')
    .option('--json', 'print it as JSON, always with every lane');
  addWhereOptions(lag).action(async (options: LagOptions) => (await load()).showLag(options));
  addRepublish(events);
}

function addRepublish(events: Command): void {
  const republish = events
    .command('republish <service>')
    .summary('publish events of a stream again 重新发布事件')
    .description("Puts events of a service's stream there again, in their order and under their own ids.")
    .addOption(new Option('--from <sequence>', 'the first').argParser(parseCount).makeOptionMandatory())
    .addOption(new Option('--to <sequence>', 'the last (default: the first)').argParser(parseCount))
    .option('--type <type>', 'only of this type')
    .option('--aggregate <type/id>', 'only of this aggregate')
    .addOption(new Option('--rate <count>', 'most a second').argParser(parseRate))
    .option('--dry-run', 'only say what would happen')
    .option('--json', 'print it as JSON');
  addWhereOptions(republish)
    .addHelpText('after', REPUBLISH_HELP)
    .action(async (service: string, options: RepublishOptions) =>
      (await load()).republishEvents(service, options),
    );
}
