import type { DropStmt, IndexStmt, Node, RenameStmt } from 'libpg-query';
import { judgeAlter } from './judge-alter.js';
import type { Rule } from './rules.js';
import { findAll, lastName, tableOf } from './tree.js';

/** What is known of a migration before one of its statements. */
export interface Progress {
  /** Whether it runs outside a transaction. */
  readonly outside: boolean;
  /** Tables that it has made: nobody uses them yet, so anything may be done to them. */
  readonly made: Set<string>;
  /** Constraints that it has added to tables in use. */
  readonly added: Set<string>;
  /** Indexes that it has dropped if they were there. */
  readonly cleared: Set<string>;
}

/** Statements that add something of their own, or rights, and are in nobody's way. */
const ADDS = new Set([
  'AlterEnumStmt',
  'CommentStmt',
  'CompositeTypeStmt',
  'CreateDomainStmt',
  'CreateEnumStmt',
  'CreateExtensionStmt',
  'CreateFunctionStmt',
  'CreateRangeStmt',
  'CreateSeqStmt',
  'CreateStatsStmt',
  'CreateTrigStmt',
  'DefineStmt',
  'GrantStmt',
  'InsertStmt',
  'SelectStmt',
  'ViewStmt',
]);
const CHANGES = ['UpdateStmt', 'DeleteStmt', 'MergeStmt'];

/** Which rules a statement breaks, given what came before it in its migration; what it does is noted in the progress. */
export function judgeStatement(statement: Node, progress: Progress): readonly Rule[] {
  const [kind = ''] = Object.keys(statement);
  const isConcurrent = findAll(statement, kind).some((each) => 'concurrent' in each);
  if (progress.outside && !isConcurrent) return ['outside'];
  if (!progress.outside && isConcurrent) return ['inside'];
  const changes = judgeChanges(statement, progress);
  if (changes.length > 0) return changes;
  if ('CreateStmt' in statement) progress.made.add(tableOf(statement.CreateStmt.relation));
  else if ('CreateTableAsStmt' in statement)
    progress.made.add(tableOf(statement.CreateTableAsStmt.into?.rel));
  else if ('IndexStmt' in statement) return judgeIndex(statement.IndexStmt, progress);
  else if ('DropStmt' in statement) return judgeDrop(statement.DropStmt, progress);
  else if ('RenameStmt' in statement) return judgeRename(statement.RenameStmt, progress);
  else if ('AlterTableStmt' in statement) {
    const { relation } = statement.AlterTableStmt;
    return progress.made.has(tableOf(relation)) ? [] : judgeAlter(statement.AlterTableStmt, progress.added);
  } else if ('TransactionStmt' in statement) return ['transaction'];
  else if ('VariableSetStmt' in statement && /_timeout$/.test(statement.VariableSetStmt.name ?? ''))
    return ['timeouts'];
  else if (!ADDS.has(kind) && !CHANGES.includes(kind)) return ['unknown'];
  return [];
}

/** Also those inside a `with`. */
function judgeChanges(statement: Node, { made }: Progress): readonly Rule[] {
  const changed = CHANGES.flatMap((kind) => findAll(statement, kind)) as readonly {
    readonly relation?: Parameters<typeof tableOf>[0];
  }[];
  return changed.some(({ relation }) => !made.has(tableOf(relation))) ? ['change-rows'] : [];
}

function judgeIndex(
  { idxname, relation, concurrent }: IndexStmt,
  { made, cleared }: Progress,
): readonly Rule[] {
  if (!concurrent) return made.has(tableOf(relation)) ? [] : ['index'];
  return idxname !== undefined && cleared.has(idxname) ? [] : ['unnamed-index'];
}

function judgeDrop(
  { removeType, objects = [], concurrent, missing_ok: ifExists }: DropStmt,
  { made, cleared }: Progress,
): readonly Rule[] {
  const names = objects.map(lastName);
  switch (removeType) {
    case 'OBJECT_INDEX':
      if (concurrent && ifExists) for (const name of names) cleared.add(name);
      return concurrent ? [] : ['drop-index'];
    case 'OBJECT_TABLE':
      return names.every((name) => made.has(name)) ? [] : ['drop-table'];
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
      return ['drop-table'];
    default:
      return ['unknown'];
  }
}

/** An index or a constraint may have any name. */
function judgeRename(
  { renameType, relation, newname = '' }: RenameStmt,
  { made }: Progress,
): readonly Rule[] {
  if (renameType === 'OBJECT_INDEX' || renameType === 'OBJECT_TABCONSTRAINT') return [];
  if (!made.has(tableOf(relation))) return ['rename'];
  if (renameType === 'OBJECT_TABLE') made.add(newname);
  return [];
}
