import type { LetterSelection } from '@quyu/contract-kit';
import { CliError } from '../cli-error.js';

/** How the letters of a command were named. */
export interface SelectOptions {
  readonly service?: string;
  readonly type?: string;
  readonly group?: string;
  readonly aggregate?: string;
  readonly all?: true;
}

/** Letters of one service, or of each when it is not named. */
export interface Selected {
  readonly service: string | undefined;
  readonly select: LetterSelection;
}

/**
 * What a command selects: letters by name (`partner/17`), or exactly one of type, group, aggregate and all.
 *
 * @throws CliError when it is nothing, more than one way, or no name of a letter.
 * @example selectionOf(['partner/17'], {}) // [{ service: 'partner', select: { by: 'ids', ids: ['17'] } }]
 */
export function selectionOf(names: readonly string[], options: SelectOptions): readonly Selected[] {
  const { service, type, group, aggregate, all } = options;
  const given = [names.length > 0, type, group, aggregate, all].filter(Boolean).length;
  if (given !== 1)
    throw new CliError(
      given === 0 ? 'It is not said which.' : 'It is said in more than one way which.',
      'Name them (partner/17), or give one of --type, --group, --aggregate and --all.',
    );
  if (names.length > 0) return byService(names.map((name) => parseLetter(name, service)));
  if (type !== undefined) return [{ service, select: { by: 'type', type } }];
  if (group !== undefined) return [{ service, select: { by: 'group', group } }];
  if (aggregate !== undefined)
    return [{ service, select: { by: 'aggregate', ...parseAggregate(aggregate) } }];
  return [{ service, select: { by: 'all' } }];
}

/** The name of one letter. */
export interface LetterName {
  readonly service: string;
  readonly id: string;
}

/** Reads `partner/17`, or `17` where the service is known. @throws CliError for anything else. */
export function parseLetter(name: string, service?: string): LetterName {
  const parts = /^(?:([a-z][a-z0-9-]*)\/)?([1-9]\d{0,17})$/.exec(name);
  const of = parts?.[1] ?? service;
  if (parts?.[2] && of !== undefined) return { service: of, id: parts[2] };
  throw new CliError(`"${name}" names nothing.`, 'Write it like partner/17, as the lists do.');
}

/** Reads `<type>/<id>`. @throws CliError for anything else. */
export function parseAggregate(text: string): { aggregateType: string; aggregateId: string } {
  const parts = /^([^/\s]+)\/(.+)$/.exec(text);
  if (parts?.[1] && parts[2]) return { aggregateType: parts[1], aggregateId: parts[2] };
  throw new CliError(
    `"${text}" is no aggregate.`,
    'Write it like partner/0198c0de-0000-7000-8000-000000000001.',
  );
}

function byService(letters: readonly LetterName[]): Selected[] {
  return [...Map.groupBy(letters, ({ service }) => service)].map(([service, group]) => ({
    service,
    select: { by: 'ids', ids: group.map(({ id }) => id) },
  }));
}
