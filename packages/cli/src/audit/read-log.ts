import { type AuditChange, type AuditEntry, type AuditQuery, itemsOf } from '@quyu/contract-kit';
import { CliError } from '../cli-error.js';
import type { WhereOptions } from '../deployment/locate-platform.js';
import { findServices } from '../events/find-services.js';
import { parseLetter } from '../events/letter-selection.js';
import { print } from '../events/output.js';
import { firstLine, tableOr } from '../events/render-operations.js';

/** What listing takes. */
export interface ListEntriesOptions extends WhereOptions {
  readonly service?: string;
  readonly actor?: string;
  readonly operation?: string;
  /** `<type>/<id>`. */
  readonly about?: string;
  readonly correlation?: string;
  /** Seconds to look back. */
  readonly since?: number;
  readonly limit: number;
  readonly json?: true;
}

interface Listed extends AuditEntry {
  readonly service: string;
}

/** `quyu audit list`: the newest entries of the services, newest first. */
export async function listEntries(options: ListEntriesOptions): Promise<void> {
  const { limit, json } = options;
  const query = queryOf(options);
  const entries: Listed[] = [];
  for (const { service, client } of await findServices(options, options.service)) {
    let listed = 0;
    for await (const item of itemsOf((cursor) => client.listAuditEntries({ query: { ...query, cursor } }))) {
      if (listed >= limit) break;
      listed += 1;
      entries.push({ service, ...item });
    }
  }
  const newest = entries.toSorted((a, b) => (a.recordedAt < b.recordedAt ? 1 : -1)).slice(0, limit);
  print(json, newest, () =>
    tableOr(
      'There are no such entries.',
      ['entry', 'when', 'actor', 'operation', 'about', 'from'],
      newest.map((each) => [
        `${each.service}/${each.entryId}`,
        each.recordedAt,
        each.actor,
        each.operation,
        aboutOf(each),
        each.address ?? '-',
      ]),
    ),
  );
}

function queryOf({ actor, operation, about, correlation, since, limit }: ListEntriesOptions): AuditQuery {
  return {
    actor,
    operation,
    correlationId: correlation,
    limit: Math.min(limit, 200),
    ...(about === undefined ? {} : parseAbout(about)),
    ...(since === undefined ? {} : { from: new Date(Date.now() - since * 1000).toISOString() }),
  };
}

/** The id may hold `/` itself: keys of several columns do. */
function parseAbout(text: string): Pick<AuditQuery, 'resourceType' | 'resourceId'> {
  const [type = '', ...id] = text.split('/');
  if (type !== '' && id.length > 0) return { resourceType: type, resourceId: id.join('/') };
  throw new CliError(
    `"${text}" is not a resource.`,
    'Write it like partner/0198c0de-0000-7000-8000-000000000001.',
  );
}

function aboutOf({ resourceType, resourceId }: AuditEntry): string {
  return resourceId === null ? '-' : `${resourceType ?? '?'}/${resourceId}`;
}

/** `quyu audit show`: one entry with the rows it changed. */
export async function showEntry(
  name: string,
  options: WhereOptions & { readonly service?: string; readonly json?: true },
): Promise<void> {
  const { service, id } = parseLetter(name, options.service);
  const [found] = await findServices(options, service);
  const entry = await found!.client.getAuditEntry({ params: { entryId: id } });
  print(options.json, { service, ...entry }, () => {
    const { changes, changesTotal, seal, details, ...fields } = entry;
    const sealed = seal ? `seal ${seal.seq} of ${seal.sealedAt}, ${seal.hash}` : 'not sealed yet';
    const shown = Object.entries({ service, ...fields, sealed }).filter(([, value]) => value !== null);
    const width = Math.max(...shown.map(([field]) => field.length));
    return [
      ...shown.map(([field, value]) => `${field.padEnd(width)}  ${String(value)}`),
      ...(details === undefined ? [] : ['', JSON.stringify(details, null, 2)]),
      '',
      renderChanges(changes),
      ...(changesTotal > changes.length ? [`and ${changesTotal - changes.length} more changes`] : []),
    ].join('\n');
  });
}

function renderChanges(changes: readonly AuditChange[]): string {
  return tableOr(
    'No rows of audited tables were changed.',
    ['change', 'row', 'column', 'before', 'after'],
    changes.flatMap(({ kind, table, key, before, after }) =>
      differences(before, after).map(([column, was, is]) => [kind, `${table}/${key}`, column, was, is]),
    ),
  );
}

/** The columns that differ, with what they held. */
function differences(before: unknown, after: unknown): [string, string, string][] {
  const [was, is] = [columnsOf(before), columnsOf(after)];
  const columns = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return columns.flatMap((column): [string, string, string][] => {
    const [old, fresh] = [textOf(was[column]), textOf(is[column])];
    return old === fresh ? [] : [[column, old, fresh]];
  });
}

function columnsOf(row: unknown): Readonly<Record<string, unknown>> {
  return typeof row === 'object' && row !== null ? { ...row } : {};
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '-';
  return firstLine(typeof value === 'string' ? value : JSON.stringify(value));
}
