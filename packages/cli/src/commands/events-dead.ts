import { type Command, Option } from 'commander';
import type { ListOptions } from '../events/list-dead.js';
import type { OperateOptions } from '../events/operate-dead.js';
import { addChangeOptions, addListOptions, parseRate } from './events-options.js';
import { addWhereOptions } from './where-options.js';

const HELP = `
Examples:
  $ npm run quyu -- events dead list --groups
  $ npm run quyu -- events dead show partner/17
  $ npm run quyu -- events dead replay partner/17 --dry-run
  $ npm run quyu -- events dead replay --type partner.enrolled.v1 --rate 20
  $ npm run quyu -- events dead discard partner/17 --note "sold twice by mistake"
`;

const load = () => import('../events/operate-dead.js');

/** `quyu events dead` */
export function addDead(events: Command): void {
  const dead = events
    .command('dead')
    .summary('see to events that were put aside 处理死信')
    .description('Sees to dead letters: events whose handler failed for good, and those behind them.')
    .addHelpText('after', HELP);
  addList(dead);
  const show = dead
    .command('show <letter>')
    .summary('show one with its payload 显示一封死信')
    .description('Shows a dead letter, e.g. partner/17, with its headers and its payload.')
    .option('--service <id>', 'the service, where the letter is a bare number')
    .option('--json', 'print it as JSON');
  addWhereOptions(show).action(async (name: string, options: OperateOptions) =>
    (await load()).showDead(name, options),
  );
  addReplay(dead);
  addDiscard(dead);
}

function addList(dead: Command): void {
  const list = dead
    .command('list')
    .summary('list them 列出死信')
    .description('Lists dead letters, oldest first.')
    .option('--groups', 'what they failed of, and how many each')
    .option('--type <type>', 'only of this type')
    .option('--group <group>', 'only those that failed alike')
    .option('--aggregate <type/id>', 'only of this aggregate')
    .addOption(
      new Option('--settled <state>', 'those of this state (default: waiting)').choices([
        'waiting',
        'replayed',
        'discarded',
      ]),
    );
  addListOptions(list).action(async (options: ListOptions) =>
    (await import('../events/list-dead.js')).listDead(options),
  );
}

function addReplay(dead: Command): void {
  const replay = dead
    .command('replay [letters...]')
    .summary('handle them again 重放死信')
    .description(
      'Handles dead letters again, in order: all that waits in the aggregate of a selected letter is taken along. Exits 1 when one fails again.',
    )
    .addOption(new Option('--rate <count>', 'most a second').argParser(parseRate));
  addChangeOptions(replay).action(async (names: string[], options: OperateOptions) =>
    (await load()).replayDead(names, options),
  );
}

function addDiscard(dead: Command): void {
  const discard = dead
    .command('discard [letters...]')
    .summary('give them up 丢弃死信')
    .description(
      'Gives dead letters up for good: exactly those that are selected. What is behind them waits until it is replayed.',
    )
    .requiredOption('--note <why>', 'why: it is kept with each letter');
  addChangeOptions(discard).action(async (names: string[], options: OperateOptions) =>
    (await load()).discardDead(names, options),
  );
}
