export const ACCRUAL_RULE_CODE = 'mdf-on-sales';

/** Market development funds: 1 % of a partner's sales of a quarter. */
export const accrualRule = { rateBp: 100 };
