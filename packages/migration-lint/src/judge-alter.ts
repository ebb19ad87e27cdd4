import type { AlterTableCmd, AlterTableStmt, Constraint } from 'libpg-query';
import { judgeColumn } from './judge-column.js';
import type { Rule } from './rules.js';

/** Judges one change; constraints that the migration has added are told apart by the set, and added to it. */
type Judge = (command: AlterTableCmd, added: Set<string>) => readonly Rule[];

const harmless: Judge = () => [];

/** By the kind of change. The harmless ones change how a table is kept, or allow more, and no row or name. */
const JUDGES: { readonly [Kind in NonNullable<AlterTableCmd['subtype']>]?: Judge } = {
  AT_DropNotNull: harmless,
  AT_SetStatistics: harmless,
  AT_SetOptions: harmless,
  AT_ResetOptions: harmless,
  AT_SetStorage: harmless,
  AT_SetRelOptions: harmless,
  AT_ResetRelOptions: harmless,
  AT_ReplicaIdentity: harmless,
  AT_DropColumn: () => ['drop-column'],
  AT_AlterColumnType: () => ['change-type'],
  AT_SetNotNull: () => ['not-null'],
  AT_ColumnDefault: ({ def }) => (def ? [] : ['drop-default']),
  AT_AddColumn: ({ def }) => (def && 'ColumnDef' in def ? judgeColumn(def.ColumnDef) : ['unknown']),
  AT_AddConstraint: ({ def }, added) =>
    def && 'Constraint' in def ? judgeConstraint(def.Constraint, added) : ['unknown'],
  // The lock of adding it is kept until the migration ends: checking must come after that.
  AT_ValidateConstraint: ({ name = '' }, added) => (added.has(name) ? ['validate'] : []),
  // Postgres names checks and references so; without one more is allowed, and nobody needs less.
  AT_DropConstraint: ({ name = '' }) => (/_(check|fkey)\d*$/.test(name) ? [] : ['drop-constraint']),
};

/**
 * Which rules the changes of a table in use break.
 *
 * @param added constraints that this migration has added; extended.
 */
export function judgeAlter({ cmds = [] }: AlterTableStmt, added: Set<string>): readonly Rule[] {
  return cmds.flatMap((node) => {
    const command = 'AlterTableCmd' in node ? node.AlterTableCmd : {};
    const judge = command.subtype === undefined ? undefined : JUDGES[command.subtype];
    return judge?.(command, added) ?? ['unknown'];
  });
}

function judgeConstraint(constraint: Constraint, added: Set<string>): readonly Rule[] {
  const { contype, conname, skip_validation: unchecked, indexname } = constraint;
  if (conname !== undefined) added.add(conname);
  switch (contype) {
    case 'CONSTR_CHECK':
    case 'CONSTR_FOREIGN':
      return unchecked ? [] : ['validate'];
    case 'CONSTR_NOTNULL':
      return unchecked ? [] : ['not-null'];
    case 'CONSTR_PRIMARY':
    case 'CONSTR_UNIQUE':
      return indexname === undefined ? ['key'] : [];
    case 'CONSTR_EXCLUSION':
      return ['key'];
    default:
      return ['unknown'];
  }
}
