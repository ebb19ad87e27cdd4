import { parseArgs } from 'node:util';
import { measureBus } from './bus/measure-bus.js';
import { type Figure, lineOf, tableOf } from './figure.js';
import { measureIncentive } from './incentive/measure-incentive.js';
import { measurePlatform } from './platform/measure-platform.js';
import { measureTerritory } from './territory/measure-territory.js';

const USAGE = `Usage: npm run bench -- [platform|bus|territory|incentive]... [options]   (all groups when none is named)

  --only <name>     measures this figure only; may be given several times
  --rounds <n>      rounds that count, after one that does not (default 3)
  --scale <factor>  how much is done in a round, e.g. 0.1 for a quick look (default 1)
  --check           exits with 1 when a figure is over its budget`;

const options = {
  only: { type: 'string', multiple: true },
  rounds: { type: 'string', default: '3' },
  scale: { type: 'string', default: '1' },
  check: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;
const { values, positionals: asked } = parseArgs({ options, allowPositionals: true });

/** Measures one group of budgets; figures come as they are known. */
type Group = () => AsyncIterable<Figure>;

const GROUPS: Readonly<Record<string, Group>> = {
  platform: () => measurePlatform(chosen()),
  bus: () => measureBus(chosen()),
  territory: () => measureTerritory(chosen()),
  incentive: () => measureIncentive(chosen()),
};

function chosen() {
  return { only: values.only, rounds: Number(values.rounds), scale: Number(values.scale) };
}

const isWrong =
  asked.some((name) => !Object.hasOwn(GROUPS, name)) ||
  !(Number(values.rounds) >= 1) ||
  !(Number(values.scale) > 0);
if (isWrong || values.help) {
  console.error(USAGE);
  process.exitCode = values.help ? 0 : 2;
} else {
  const figures = await runGroups(asked.length > 0 ? asked : Object.keys(GROUPS));
  if (values.check && figures.some(({ isWithin }) => !isWithin)) process.exitCode = 1;
}

async function runGroups(names: readonly string[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const name of names) {
    for await (const figure of GROUPS[name]?.() ?? []) {
      console.log(lineOf(figure));
      figures.push(figure);
    }
  }
  console.log(`\n${tableOf(figures)}`);
  return figures;
}
