import { hash } from 'node:crypto';

/** A row of the log: its columns as texts, in the order of the table. */
export type Fields = readonly (string | null)[];

/** A change with the id by which its seal names it. */
export interface ChainedChange {
  readonly id: string;
  readonly fields: Fields;
}

/** An entry of the log with its changes, as they are sealed together. */
export interface Unit {
  readonly entryId: string;
  /** Undefined when the row is not there. */
  readonly entry: Fields | undefined;
  /** In the order of their ids. */
  readonly changes: readonly ChainedChange[];
}

/** How far a chain has come. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
}

/** A link of the chain: what was sealed, and that nothing came between. */
export interface Seal extends Head {
  readonly entryId: string;
  readonly changeIds: readonly string[];
  /** Every entry up to this id was sealed by then: one that appears later was put there. */
  readonly settledTo: string;
  /** ISO instant in milliseconds. */
  readonly sealedAt: string;
  /** Of the entry with its changes. */
  readonly digest: string;
}

/** What is wrong with a link. */
export interface ChainFault {
  readonly seq: number;
  readonly entryId: string | null;
  readonly kind: 'changed' | 'removed' | 'inserted' | 'reordered';
  readonly detail: string;
}

/** Where the chain of a schema begins: chains of two services cannot be exchanged. */
export function genesis(schema: string): Head {
  return { seq: 0, hash: sha256(`quyu audit ${schema}`) };
}

/** Makes the next link of a chain. */
export function sealUnit(
  previous: Head,
  unit: Unit,
  { settledTo, sealedAt }: Pick<Seal, 'settledTo' | 'sealedAt'>,
): Seal {
  const seal = {
    seq: previous.seq + 1,
    entryId: unit.entryId,
    changeIds: unit.changes.map(({ id }) => id),
    settledTo,
    sealedAt,
    digest: digestOf(unit),
  };
  return { ...seal, hash: hashOf(previous, seal) };
}

/**
 * Looks for what is wrong with a link: a row that is missing, one too many, another content, or a seal that does not follow from the
 * one before it.
 *
 * @param unit what is there now under the seal's entry.
 */
export function findFault(previous: Head, seal: Seal, unit: Unit): ChainFault | undefined {
  const fault = (kind: ChainFault['kind'], detail: string): ChainFault => ({
    seq: seal.seq,
    entryId: seal.entryId,
    kind,
    detail,
  });
  if (seal.seq !== previous.seq + 1)
    return fault('removed', `the seals ${previous.seq + 1} to ${seal.seq - 1} are missing`);
  if (seal.hash !== hashOf(previous, seal))
    return fault('reordered', `seal ${seal.seq} was changed, or is not in its place`);
  if (unit.entry === undefined) return fault('removed', `entry ${seal.entryId} is missing`);
  const present = new Set(unit.changes.map(({ id }) => id));
  const missing = seal.changeIds.filter((id) => !present.has(id));
  if (missing.length > 0)
    return fault('removed', `entry ${seal.entryId} has lost the changes ${missing.join(', ')}`);
  const sealed = new Set(seal.changeIds);
  const added = unit.changes.filter(({ id }) => !sealed.has(id));
  if (added.length > 0)
    return fault('inserted', `entry ${seal.entryId} has changes that were not sealed: ${idsOf(added)}`);
  if (seal.digest !== digestOf(unit))
    return fault('changed', `entry ${seal.entryId}${orChanges(unit)} is not what was sealed`);
  return undefined;
}

function idsOf(changes: readonly ChainedChange[]): string {
  return changes.map(({ id }) => id).join(', ');
}

function orChanges({ changes }: Unit): string {
  return changes.length > 0 ? ` or one of its changes ${idsOf(changes.slice(0, 10))}` : '';
}

/** A digest of the content of an entry with its changes. */
export function digestOf({ entry, changes }: Unit): string {
  return sha256(frame([entry ? frame(entry) : null, ...changes.map(({ fields }) => frame(fields))]));
}

function hashOf(previous: Head, seal: Omit<Seal, 'hash'>): string {
  const { seq, entryId, changeIds, settledTo, sealedAt, digest } = seal;
  return sha256(frame([previous.hash, String(seq), entryId, frame(changeIds), settledTo, sealedAt, digest]));
}

/** Texts as one text from which they could be read again: no two lists give the same. */
function frame(parts: Fields): string {
  return parts.map((part) => (part === null ? '-;' : `${part.length}:${part};`)).join('');
}

function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}
