// Checks what architecture.md promises and no general linter knows: who may import whom (by the role in each
// package.json), the one-way flow inside a feature, and names that say nothing.
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, relative, sep } from 'node:path';
import { parseSync } from 'oxc-parser';

/** What services take from elsewhere because it is not their core: check digits of banks, CSV, XML, PDF and its font. */
const LIBRARIES = ['csv-parse', 'ibantools', 'xmlbuilder2', 'pdfkit', '@embedpdf/fonts-sc'];

/** Packages each role may import, besides Node's own. `role:x` stands for every package of that role. */
const MAY_IMPORT = {
  'contract-kit': ['zod', 'secure-json-parse'],
  contracts: ['role:contract-kit'],
  'plugin-kit': ['role:contract-kit', 'type:kysely', 'type:pino'],
  service: ['role:plugin-kit', 'role:contracts', 'kysely', 'zod', ...LIBRARIES],
  module: ['role:plugin-kit', 'role:contracts', 'point:role:service'],
  kit: ['role:contract-kit', 'role:plugin-kit', 'role:kit', 'external'],
  root: [
    'role:contract-kit',
    'role:plugin-kit',
    'role:contracts',
    'role:kit',
    'role:service',
    'role:module',
    'external',
  ],
};
const IN_TESTS = ['role:kit', 'role:contracts', 'role:contract-kit', 'external'];
/** A module is tested in the service it adds to. */
const IN_TESTS_OF_MODULES = ['role:service'];
const VAGUE = /^(utils?|helpers?|common|shared|types|misc|manager|base|info|data)$/;
const RANKS = { store: 1, routes: 2, handlers: 2, jobs: 2 };

const packages = globSync([
  'packages/*/package.json',
  'packages/contracts/*/package.json',
  'services/*/package.json',
  'modules/*/package.json',
]).map((path) => ({ folder: dirname(path), ...JSON.parse(readFileSync(path, 'utf8')) }));
const roleOf = new Map(packages.map((each) => [each.name, each.quyu?.role]));
const faults = packages.flatMap(checkPackage);
for (const fault of faults) console.error(fault);
console.error(
  faults.length === 0
    ? `architecture: ${packages.length} packages keep the rules`
    : `architecture: ${faults.length} fault(s)`,
);
process.exitCode = faults.length === 0 ? 0 : 1;

function checkPackage({ folder, name, quyu }) {
  if (!MAY_IMPORT[quyu?.role])
    return [`${folder}/package.json: quyu.role "${quyu?.role}" is not one of ${Object.keys(MAY_IMPORT)}`];
  return globSync(`${folder}/src/**/*.ts`).flatMap((file) => [
    ...checkName(file),
    ...importsOf(file).flatMap((each) => [
      ...checkRole(file, name, quyu.role, each),
      ...(quyu.role === 'service' ? checkFlow(folder, file, each) : []),
    ]),
  ]);
}

function checkName(file) {
  const vague = file
    .split(sep)
    .map((part) => part.replace(/\..*$/, ''))
    .find((part) => VAGUE.test(part));
  return vague ? [`${file}: "${vague}" says nothing; name the room for what is in it`] : [];
}

function importsOf(file) {
  const { module, errors } = parseSync(file, readFileSync(file, 'utf8'));
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  const from = [
    ...module.staticImports,
    ...module.staticExports.filter((each) => each.entries[0]?.moduleRequest),
  ];
  return from.map((each) => {
    const request = each.moduleRequest ?? each.entries[0].moduleRequest;
    const typeOnly = each.entries.length > 0 && each.entries.every((entry) => entry.isType);
    return { specifier: request.value, typeOnly };
  });
}

function checkRole(file, self, role, { specifier, typeOnly }) {
  if (/^(\.|node:)/.test(specifier)) return [];
  const [scope, rest] = specifier.split('/');
  const name = scope.startsWith('@') ? `${scope}/${rest}` : scope;
  if (name === self) return [`${file}: imports its own package "${specifier}"; use a relative path`];
  const isTest = /\.test\.ts$|\/(e2e|faults|testing)\//.test(file);
  const inTests = role === 'module' ? [...IN_TESTS, ...IN_TESTS_OF_MODULES] : IN_TESTS;
  const allowed = [...MAY_IMPORT[role], ...(isTest ? inTests : [])];
  const asked = roleOf.has(name) ? `role:${roleOf.get(name)}` : name;
  const point = specifier.endsWith('/extension-points') ? `point:${asked}` : undefined;
  const external = roleOf.has(name) ? undefined : 'external';
  const names = [asked, typeOnly ? `type:${asked}` : undefined, point, external];
  return names.some((each) => allowed.includes(each))
    ? []
    : [`${file}: a ${role} may not import "${specifier}"`];
}

/** Inside a feature: <feature>.ts <- store.ts <- routes|handlers|jobs <- plugin.ts; other features' stores are closed. */
function checkFlow(folder, file, { specifier }) {
  if (!specifier.startsWith('.') || file.endsWith('.test.ts')) return [];
  const here = roomOf(folder, file);
  const there = roomOf(folder, `${dirname(file)}/${specifier.replace(/\.js$/, '.ts')}`);
  if (!here.feature || !there.feature || there.feature === 'db') return [];
  if (here.feature !== there.feature) {
    return there.rank > 0
      ? [
          `${file}: reaches into the ${there.room} of "${there.feature}"; ask through its decisions or an event`,
        ]
      : [];
  }
  return here.rank < there.rank
    ? [`${file}: imports flow <feature> <- store <- routes|handlers|jobs, not from ${there.room}`]
    : [];
}

function roomOf(folder, file) {
  const parts = relative(`${folder}/src`, file).split(sep);
  const room = basename(file, '.ts');
  return {
    feature: parts.length > 1 ? parts[0] : undefined,
    room,
    rank: RANKS[room.split('-').at(-1)] ?? 0,
  };
}
