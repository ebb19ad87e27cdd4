import { readFileSync, statSync } from 'node:fs';
import type { ReadGrants } from './grants.js';
import { readGrants } from './grants.js';
import type { GrantsOf } from './identity.js';

/**
 * Grants from a file, for issuers that cannot put them into tokens: JSON, `{"<subject>": [{"role": "auditor"}]}`. It is read
 * again when it has changed. A file that cannot be read gives nobody anything, and says why.
 *
 * @example const grantsOf = grantsFile('/etc/quyu/grants.json'); grantsOf('li.wei').grants
 */
export function grantsFile(path: string): GrantsOf {
  let known: { readonly changed: string; readonly grants: ReadonlyMap<string, ReadGrants> } | undefined;
  return (subject) => {
    try {
      const { mtimeMs, size, ino } = statSync(path);
      const changed = `${mtimeMs} ${size} ${ino}`;
      if (known?.changed !== changed) known = { changed, grants: readFile(path) };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { grants: [], faults: [`the file of grants cannot be read: ${reason}`] };
    }
    return known.grants.get(subject) ?? { grants: [], faults: [] };
  };
}

function readFile(path: string): ReadonlyMap<string, ReadGrants> {
  const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    throw new TypeError('it is not a JSON object of subjects');
  const entries = Object.entries(content).map(([subject, value]) => {
    return [subject, readGrants(value, `/${subject}`)] as const;
  });
  return new Map(entries);
}
