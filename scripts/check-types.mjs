// Keeps the public types cheap: a service that imports contracts and the plugin kit must not cost the compiler more
// type instantiations than the budget, and a built plugin must say nothing of its insides.
// The type tests themselves (packages/plugin-kit/src/plugin.types.ts) run in every build: an unused @ts-expect-error fails it.
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, statSync } from 'node:fs';

const INSTANTIATIONS = 80_000;
/** Services that cost more for a reason: these have several times the tables and routes of the others, and Kysely's types grow with both. */
const LARGER = { 'services/territory/tsconfig.json': 260_000, 'services/incentive/tsconfig.json': 170_000 };
const PLUGIN_BYTES = 240;

const over = [
  ...globSync('services/*/tsconfig.json').flatMap(checkInstantiations),
  ...globSync('services/*/dist/plugin.d.ts').flatMap(checkDeclaration),
];
for (const fault of over) console.error(fault);
process.exitCode = over.length === 0 ? 0 : 1;

function checkInstantiations(project) {
  const run = spawnSync(
    'tsc',
    [
      '-p',
      project,
      '--noEmit',
      '--incremental',
      'false',
      '--composite',
      'false',
      '--extendedDiagnostics',
      '--checkers',
      '1',
    ],
    { encoding: 'utf8' },
  );
  const count = Number(/Instantiations:\s+([\d,]+)/.exec(run.stdout)?.[1]?.replaceAll(',', ''));
  if (run.status !== 0 || Number.isNaN(count))
    return [`${project}: does not compile\n${run.stdout}${run.stderr}`];
  const budget = LARGER[project.replaceAll('\\', '/')] ?? INSTANTIATIONS;
  console.error(`types: ${project} costs ${count} instantiations (budget ${budget})`);
  return count > budget ? [`${project}: ${count} type instantiations, over the budget of ${budget}`] : [];
}

function checkDeclaration(file) {
  const { size } = statSync(file);
  const leaks = /zod|kysely/.test(readFileSync(file, 'utf8'));
  return size > PLUGIN_BYTES || leaks
    ? [`${file}: ${size} bytes; annotate the export as Plugin so that its types are erased`]
    : [];
}
