import { defineErrors } from '@quyu/contract-kit';

export const incentiveErrors = defineErrors({
  IMPORT_NOT_FOUND: { status: 404, title: { en: 'Import not found', zh: '找不到导入批次' } },
  IMPORT_HEADER_INVALID: {
    status: 400,
    title: { en: 'The file does not have the columns it needs', zh: '文件缺少所需的列' },
  },
  CURRENCY_UNKNOWN: { status: 400, title: { en: 'There is no such currency', zh: '没有这种货币' } },
  REJECTION_NOT_FOUND: { status: 404, title: { en: 'Rejected line not found', zh: '找不到被拒明细' } },
  REJECTION_CLOSED: {
    status: 409,
    title: { en: 'The rejected line was settled before', zh: '被拒明细已处理' },
  },
  LINE_STILL_REJECTED: {
    status: 422,
    title: { en: 'The line cannot be taken as it is now either', zh: '更正后的明细仍不能登记' },
  },
  SALES_INVALID: {
    status: 422,
    title: { en: 'The sales cannot be changed like that', zh: '销售变更无法试算' },
  },
  IMPORT_UNREADABLE: { status: 400, title: { en: 'The file cannot be read', zh: '文件无法读取' } },
  PLAN_NOT_FOUND: { status: 404, title: { en: 'Plan not found', zh: '找不到激励方案' } },
  PLAN_INVALID: { status: 422, title: { en: 'The plan contradicts itself', zh: '激励方案自相矛盾' } },
  NO_PLAN: { status: 409, title: { en: 'There is no plan to calculate', zh: '没有可计算的激励方案' } },
  PAYEE_NOT_FOUND: { status: 404, title: { en: 'Payee not found', zh: '找不到收款方' } },
  AMOUNT_ZERO: { status: 422, title: { en: 'Nothing would be adjusted', zh: '调整金额为零' } },
  AMOUNT_NOT_POSITIVE: { status: 422, title: { en: 'The amount must be above zero', zh: '金额必须大于零' } },
  BALANCE_TOO_LOW: { status: 409, title: { en: 'The balance is too low', zh: '余额不足' } },
  CURRENCIES_DIFFER: { status: 422, title: { en: 'Both amounts must be in one currency', zh: '币种不一致' } },
  ORDER_LIMIT_EXCEEDED: {
    status: 409,
    title: { en: 'More than an order may be settled with', zh: '超过单笔订单可用返利上限' },
  },
  ORDER_REDEEMED_OTHERWISE: {
    status: 409,
    title: { en: 'The order was settled with another amount', zh: '该订单已按其他金额抵扣' },
  },
  REDEMPTION_NOT_FOUND: { status: 404, title: { en: 'Redemption not found', zh: '找不到抵扣记录' } },
  REDEMPTION_REVERSED: { status: 409, title: { en: 'The redemption was reversed before', zh: '抵扣已撤销' } },
  BANK_ACCOUNT_INVALID: { status: 422, title: { en: 'There is no such bank account', zh: '收款账户无效' } },
  NOTHING_TO_PAY: { status: 409, title: { en: 'Nothing is due to anybody', zh: '没有应付款项' } },
  PAYOUT_BATCH_NOT_FOUND: { status: 404, title: { en: 'Payout batch not found', zh: '找不到付款批次' } },
  PAYOUT_BATCH_NOT_IN_STATE: {
    status: 409,
    title: { en: 'The payout batch is not in the state for that', zh: '付款批次状态不符' },
  },
  DEBTOR_MISSING: { status: 409, title: { en: 'The account that pays is not set', zh: '未设定付款账户' } },
  RESULT_NOT_FOUND: { status: 404, title: { en: 'Result not found', zh: '找不到计算结果' } },

  RUN_NOT_FOUND: { status: 404, title: { en: 'Run not found', zh: '找不到计算批次' } },
  RUN_STATE_CONFLICT: {
    status: 409,
    title: { en: 'The run does not stand where this needs it', zh: '计算批次状态不允许此操作' },
  },
  RUN_SUPERSEDED: {
    status: 409,
    title: { en: 'Results have changed since this run', zh: '此批次之后结果已变更' },
  },
  NO_SALES: { status: 409, title: { en: 'The ledger has no sales yet', zh: '销售台账为空' } },
  RATE_MISSING: { status: 409, title: { en: 'An exchange rate is missing', zh: '缺少汇率' } },
  STATEMENT_TOO_LARGE: {
    status: 409,
    title: { en: 'The statement would be too long', zh: '对账单明细过多' },
  },
  DISPUTE_NOT_FOUND: { status: 404, title: { en: 'Dispute not found', zh: '找不到争议' } },
  DISPUTE_NOT_IN_STATE: { status: 409, title: { en: 'The dispute has ended', zh: '争议已结束' } },
  DISPUTED_NOT_FOUND: { status: 404, title: { en: 'What is disputed is not there', zh: '找不到争议对象' } },
  NOTHING_DISPUTED: { status: 422, title: { en: 'Nothing would be otherwise', zh: '争议内容与现状一致' } },
  DISPUTED_ALREADY: { status: 409, title: { en: 'It is disputed already', zh: '该对象已有未决争议' } },
  CORRECTION_REFUSED: {
    status: 409,
    title: { en: 'The ledger does not take the correction', zh: '台账不接受该更正' },
  },
  SIMULATION_INVALID: {
    status: 422,
    title: { en: 'This cannot be tried out as it is', zh: '试算数据无效' },
  },
  CEILING_INVALID: { status: 422, title: { en: 'The ceiling contradicts itself', zh: '费效上限自相矛盾' } },
  COST_CEILING_EXCEEDED: {
    status: 409,
    title: { en: 'Incentives would cost more than their ceiling', zh: '激励费用超过费效上限' },
  },

  CREDITING_INVALID: {
    status: 422,
    title: { en: 'Nobody can be credited by that', zh: '业绩归属设定无效' },
  },
  CREDITING_RULE_NOT_FOUND: {
    status: 404,
    title: { en: 'Crediting rule not found', zh: '找不到业绩归属规则' },
  },
  SALE_NOT_FOUND: { status: 404, title: { en: 'Sale not found', zh: '找不到销售明细' } },
  CREDITS_UNFILTERED: {
    status: 400,
    title: { en: 'Credits are listed of one line or of one payee', zh: '须指定销售明细或激励对象' },
  },
  PERIOD_LOCKED: { status: 409, title: { en: 'The period is locked', zh: '期间已锁定' } },
});
