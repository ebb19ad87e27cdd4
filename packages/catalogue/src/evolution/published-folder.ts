import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { PluginSpec } from '@quyu/plugin-kit';
import { stableJson } from '../stable-json.js';
import { type BreakingChange, type PublishedContracts, compareContracts } from './compare-contracts.js';
import { type PublishedContract, contractsOf } from './contracts.js';

/** Where the published contracts are kept, below the catalogue's folder. */
const FOLDER = 'published';

type Files = Readonly<Record<string, string>>;

/** A published contract would be broken. */
export class BreakingChangeError extends Error {
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(`published contracts would be broken:\n${lines.join('\n')}`);
    this.name = 'BreakingChangeError';
    this.lines = lines;
  }
}

/**
 * The published contracts below a catalogue's folder, by path below that folder, as they are. Whoever writes the folder
 * anew must keep them: what they promise is not what the code says now, but what others rely on.
 *
 * @example { ...catalogueFiles(specs), ...readPublished('docs/catalogue') }
 */
export function readPublished(catalogueFolder: string): Files {
  const folder = join(catalogueFolder, FOLDER);
  if (!existsSync(folder)) return {};
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    paths.map((path) => [relative(catalogueFolder, path).split(sep).join('/'), readFileSync(path, 'utf8')]),
  );
}

/**
 * Checks the contracts of the code against those that were published: one line for each change that breaks somebody, saying
 * whom, and one for each contract that has grown or is new and must be published.
 *
 * @returns no lines when all is well.
 * @throws SyntaxError naming the file, when a published contract is no JSON.
 * @example const faults = checkEvolution(specs, 'docs/catalogue');
 */
export function checkEvolution(specs: readonly PluginSpec[], catalogueFolder: string): readonly string[] {
  const published = readPublished(catalogueFolder);
  const breaking = breakingLines(specs, published);
  const toWrite = Object.keys(filesToPublish(specs, published));
  return breaking.length > 0
    ? breaking
    : toWrite.map(
        (path) => `${path} is not what the code promises: publish it with "quyu catalogue --publish"`,
      );
}

/**
 * Publishes the contracts of the code: from now on they can grow and nothing else. Files are added, and extended where
 * their contract has grown; none is ever removed. To give a contract up for good, when nobody uses it any more, delete its
 * file by hand.
 *
 * @returns the paths that were written, below the catalogue's folder.
 * @throws BreakingChangeError when that would break who relies on what was published before; nothing is written then.
 */
export function publishContracts(specs: readonly PluginSpec[], catalogueFolder: string): readonly string[] {
  const published = readPublished(catalogueFolder);
  const breaking = breakingLines(specs, published);
  if (breaking.length > 0) throw new BreakingChangeError(breaking);
  const files = Object.entries(filesToPublish(specs, published));
  for (const [path, content] of files) {
    mkdirSync(dirname(join(catalogueFolder, path)), { recursive: true });
    writeFileSync(join(catalogueFolder, path), content);
  }
  return files.map(([path]) => path);
}

function breakingLines(specs: readonly PluginSpec[], published: Files): string[] {
  return compareContracts(contractsIn(published), contractsOf(specs)).map(tellChange);
}

/** @example tellChange(change) // 'partner.enrolled.v1 /data/code is gone: it would break territory' */
function tellChange({ contract, pointer, why, breaks }: BreakingChange): string {
  const whom = breaks.length > 0 ? breaks.join(', ') : 'nobody here; others may rely on it';
  return `${contract}${pointer === '' ? '' : ` ${pointer}`} ${why}: it would break ${whom}`;
}

/** The files that are missing or not what the code says; contracts of services that are not here are theirs to publish. */
function filesToPublish(specs: readonly PluginSpec[], published: Files): Files {
  const wanted = Object.entries(contractsOf(specs))
    .filter(([, { publishers }]) => publishers.length > 0)
    .map(([name, { contract }]): [string, string] => [`${FOLDER}/${name}.json`, stableJson(contract)]);
  return Object.fromEntries(wanted.filter(([path, content]) => published[path] !== content));
}

function contractsIn(published: Files): PublishedContracts {
  return Object.fromEntries(
    Object.entries(published).map(([path, text]) => [
      path.slice(FOLDER.length + 1).replace(/\.json$/, ''),
      readContract(path, text),
    ]),
  );
}

function readContract(path: string, text: string): PublishedContract {
  const contract = parseFile(path, text);
  if (typeof contract === 'object' && contract !== null && ('event' in contract || 'route' in contract)) {
    return contract as PublishedContract;
  }
  throw new SyntaxError(`${path} is no published contract: restore it from its history`);
}

function parseFile(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(`${path} is no JSON: restore it from its history`, { cause: error });
  }
}
