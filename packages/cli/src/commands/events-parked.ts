import type { Command } from 'commander';
import type { ListOptions } from '../events/list-dead.js';
import type { OperateOptions } from '../events/operate-dead.js';
import { addChangeOptions, addListOptions } from './events-options.js';

const HELP = `
Examples:
  $ npm run quyu -- events parked list
  $ npm run quyu -- events parked retry --all
  $ npm run quyu -- events parked discard partner/17 --note "larger than the broker takes"
`;

const load = () => import('../events/operate-parked.js');

/** `quyu events parked` */
export function addParked(events: Command): void {
  const parked = events
    .command('parked')
    .summary('see to events that could not be published 处理搁置的事件')
    .description(
      'Sees to events that the broker refused for good, and those of their aggregates behind them.',
    )
    .addHelpText('after', HELP);
  const list = parked
    .command('list')
    .summary('list them 列出搁置的事件')
    .description('Lists parked events in the order in which they were to be published.');
  addListOptions(list).action(async (options: ListOptions) => (await load()).listParked(options));
  const retry = parked
    .command('retry [events...]')
    .summary('publish them after all 重试发布')
    .description('Puts parked events back into the outbox, each with all that is parked of its aggregate.');
  addChangeOptions(retry).action(async (names: string[], options: OperateOptions) =>
    (await load()).retryParked(names, options),
  );
  const discard = parked
    .command('discard [events...]')
    .summary('give them up 丢弃搁置的事件')
    .description('Gives parked events up: nobody will hear of them.')
    .requiredOption('--note <why>', 'why: it is kept with each event');
  addChangeOptions(discard).action(async (names: string[], options: OperateOptions) =>
    (await load()).discardParked(names, options),
  );
}
