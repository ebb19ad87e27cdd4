import { defineErrors } from '@quyu/contract-kit';

export const feedbackErrors = defineErrors({
  SCORECARD_NOT_FOUND: { status: 404, title: { en: 'Scorecard not found', zh: '找不到考核表' } },
  SCORECARD_INVALID: { status: 422, title: { en: 'The scorecard contradicts itself', zh: '考核表自相矛盾' } },
  MIXED_CURRENCIES: {
    status: 409,
    title: { en: 'Amounts of different currencies cannot be compared', zh: '不同货币的金额无法比较' },
  },
});
