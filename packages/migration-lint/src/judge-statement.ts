import type { AlterTableStmt, DropStmt, IndexStmt, Node, RangeVar, RenameStmt } from 'libpg-query';
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

/** Statements that change rows that are there. */
const CHANGES = ['UpdateStmt', 'DeleteStmt', 'MergeStmt'];
/** Statements that add something of their own, or rights, and are in nobody's way; or change rows of a table just made. */
const HARMLESS = new Set([
  ...CHANGES,
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

/** Which rules a statement breaks, given what came before it in its migration; what it does is noted in the progress. */
export function judgeStatement(statement: Node, progress: Progress): readonly Rule[] {
  const [kind = ''] = Object.keys(statement);
  const isConcurrent = findAll(statement, kind).some((each) => 'concurrent' in each);
  if (progress.outside !== isConcurrent) return [progress.outside ? 'outside' : 'inside'];
  const changes = judgeChanges(statement, progress);
  return changes.length > 0 ? changes : judgeKind(kind, statement, progress);
}

function judgeKind(kind: string, statement: Node, progress: Progress): readonly Rule[] {
  if (HARMLESS.has(kind)) return [];
  if ('CreateStmt' in statement) return noteMade(statement.CreateStmt.relation, progress);
  if ('CreateTableAsStmt' in statement) return noteMade(statement.CreateTableAsStmt.into?.rel, progress);
  if ('IndexStmt' in statement) return judgeIndex(statement.IndexStmt, progress);
  if ('DropStmt' in statement) return judgeDrop(statement.DropStmt, progress);
  if ('RenameStmt' in statement) return judgeRename(statement.RenameStmt, progress);
  if ('AlterTableStmt' in statement) return judgeTable(statement.AlterTableStmt, progress);
  return [judgeOther(statement)];
}

function judgeOther(statement: Node): Rule {
  if ('TransactionStmt' in statement) return 'transaction';
  const setting = 'VariableSetStmt' in statement ? statement.VariableSetStmt.name : undefined;
  return setting?.endsWith('_timeout') ? 'timeouts' : 'unknown';
}

function noteMade(relation: RangeVar | undefined, { made }: Progress): readonly Rule[] {
  made.add(tableOf(relation));
  return [];
}

function judgeTable(statement: AlterTableStmt, { made, added }: Progress): readonly Rule[] {
  return made.has(tableOf(statement.relation)) ? [] : judgeAlter(statement, added);
}

/** Also those inside a `with`. */
function judgeChanges(statement: Node, { made }: Progress): readonly Rule[] {
  const changed = CHANGES.flatMap((kind) => findAll(statement, kind)) as readonly {
    readonly relation?: RangeVar;
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
