import type { ColumnDef, Constraint, Node } from 'libpg-query';
import type { Rule } from './rules.js';
import { findAll, lastName } from './tree.js';

/** Functions that give all rows of a statement the same value: as a default they are worked out once. */
const SAME_FOR_ALL = [
  'now',
  'transaction_timestamp',
  'statement_timestamp',
  'jsonb_build_object',
  'jsonb_build_array',
];
const SERIAL = /^(small|big)?serial[248]?$/;

/** Which rules a column breaks that is added to a table in use. */
export function judgeColumn(column: ColumnDef): readonly Rule[] {
  const constraints = constraintsOf(column);
  const kinds = new Set(constraints.map(({ contype }) => contype));
  const standard = constraints.find(({ contype }) => contype === 'CONSTR_DEFAULT')?.raw_expr;
  const isFilled = standard !== undefined && !isNull(standard);
  const counts = kinds.has('CONSTR_IDENTITY') || SERIAL.test(typeOf(column));
  const fillsItself = isFilled || counts || kinds.has('CONSTR_GENERATED');
  const breaks: readonly (readonly [Rule, boolean])[] = [
    ['not-null', kinds.has('CONSTR_NOTNULL') && !fillsItself],
    ['rewrite', counts || constraints.some(isStored) || differs(standard)],
    ['key', kinds.has('CONSTR_PRIMARY') || kinds.has('CONSTR_UNIQUE')],
    // A reference of a new column without default has nothing to check; a check reads every row all the same.
    ['validate', kinds.has('CONSTR_CHECK') || (kinds.has('CONSTR_FOREIGN') && isFilled)],
  ];
  return breaks.flatMap(([rule, broken]) => (broken ? [rule] : []));
}

function constraintsOf({ constraints = [] }: ColumnDef): readonly Constraint[] {
  return constraints.flatMap((node) => ('Constraint' in node ? [node.Constraint] : []));
}

function typeOf({ typeName }: ColumnDef): string {
  return lastName(typeName?.names?.at(-1));
}

/** A virtual column is worked out when it is read. */
function isStored({ contype, generated_kind: kind }: Constraint): boolean {
  return contype === 'CONSTR_GENERATED' && kind !== 'v';
}

function isNull(expression: Node): boolean {
  return 'A_Const' in expression && expression.A_Const.isnull === true;
}

function differs(expression: Node | undefined): boolean {
  const calls = findAll(expression, 'FuncCall') as readonly { readonly funcname?: readonly Node[] }[];
  return calls.some(({ funcname }) => !SAME_FOR_ALL.includes(lastName(funcname?.at(-1))));
}
