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
  IMPORT_UNREADABLE: { status: 400, title: { en: 'The file cannot be read', zh: '文件无法读取' } },
  PLAN_NOT_FOUND: { status: 404, title: { en: 'Plan not found', zh: '找不到激励方案' } },
  PLAN_INVALID: { status: 422, title: { en: 'The plan contradicts itself', zh: '激励方案自相矛盾' } },
  NO_PLAN: { status: 409, title: { en: 'There is no plan to calculate', zh: '没有可计算的激励方案' } },
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
  PERIOD_LOCKED: { status: 409, title: { en: 'The period is locked', zh: '期间已锁定' } },
});
