import type { AlterTableCmd, AlterTableStmt, Constraint } from 'libpg-query';
import { judgeColumn } from './judge-column.js';
import type { Rule } from './rules.js';

/** What changes how a table is kept or who may use it, and no row or name. */
const HARMLESS = new Set<AlterTableCmd['subtype']>([
  'AT_DropNotNull',
  'AT_SetStatistics',
  'AT_SetOptions',
  'AT_ResetOptions',
  'AT_SetStorage',
  'AT_SetRelOptions',
  'AT_ResetRelOptions',
  'AT_ReplicaIdentity',
]);

/**
 * Which rules the changes of a table in use break.
 *
 * @param added constraints that this migration has added: told apart by it, and extended.
 */
export function judgeAlter({ cmds = [] }: AlterTableStmt, added: Set<string>): readonly Rule[] {
  return cmds.flatMap((node) => ('AlterTableCmd' in node ? judgeCommand(node.AlterTableCmd, added) : []));
}

function judgeCommand({ subtype, name = '', def }: AlterTableCmd, added: Set<string>): readonly Rule[] {
  if (HARMLESS.has(subtype)) return [];
  switch (subtype) {
    case 'AT_AddColumn':
      return def && 'ColumnDef' in def ? judgeColumn(def.ColumnDef) : ['unknown'];
    case 'AT_DropColumn':
      return ['drop-column'];
    case 'AT_AlterColumnType':
      return ['change-type'];
    case 'AT_SetNotNull':
      return ['not-null'];
    case 'AT_ColumnDefault':
      return def ? [] : ['drop-default'];
    case 'AT_AddConstraint':
      return def && 'Constraint' in def ? judgeConstraint(def.Constraint, added) : ['unknown'];
    case 'AT_ValidateConstraint':
      // The lock of adding it is kept until the migration ends: checking must come after that.
      return added.has(name) ? ['validate'] : [];
    case 'AT_DropConstraint':
      // Postgres names them so; without a check or a reference more is allowed, and nobody needs less.
      return /_(check|fkey\d*|check\d+)$/.test(name) ? [] : ['drop-constraint'];
    default:
      return ['unknown'];
  }
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
