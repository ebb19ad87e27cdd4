import { type Conflict, territoryErrors } from '@quyu/territory-contracts';

/** A conflict, or what is one no longer. */
export interface Contested extends Conflict {
  readonly status: string;
}

/**
 * The territory to which a conflict goes when it is settled for one of the rules.
 *
 * @throws Problem NOT_IN_CONFLICT, NOT_A_CONTENDER
 */
export function settleFor({ subjectCode, status, contenders }: Contested, ruleCode: string): string {
  if (status !== 'conflict')
    throw territoryErrors.NOT_IN_CONFLICT({ detail: `"${subjectCode}" is not in conflict: it is ${status}` });
  const contender = contenders.find((each) => each.ruleCode === ruleCode);
  if (contender) return contender.territoryCode;
  const message = `contenders for "${subjectCode}" are ${contenders.map((each) => each.ruleCode).join(', ')}`;
  const errors = [{ pointer: '/body/ruleCode', code: 'not_a_contender', message }];
  throw territoryErrors.NOT_A_CONTENDER({ detail: message, errors });
}
