import { type Figure, lineOf, tableOf } from './figure.js';
import { measurePlatform } from './platform/measure-platform.js';

/** Measures one group of budgets; figures come as they are known. */
type Group = () => AsyncIterable<Figure>;

const GROUPS: Readonly<Record<string, Group>> = { platform: measurePlatform };

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(GROUPS, name));
if (unknown.length > 0 || asked.includes('--help')) {
  console.error(
    `Usage: npm run bench -- [${Object.keys(GROUPS).join('|')}]...   (all of them when none is named)`,
  );
  process.exitCode = asked.includes('--help') ? 0 : 2;
} else {
  await runGroups(asked.length > 0 ? asked : Object.keys(GROUPS));
}

async function runGroups(names: readonly string[]): Promise<void> {
  const figures: Figure[] = [];
  for (const name of names) {
    for await (const figure of GROUPS[name]?.() ?? []) {
      console.log(lineOf(figure));
      figures.push(figure);
    }
  }
  console.log(`\n${tableOf(figures)}`);
}
