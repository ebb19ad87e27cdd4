import { defineErrors } from '@quyu/contract-kit';

export const marketingErrors = defineErrors({
  CAMPAIGN_NOT_FOUND: { status: 404, title: { en: 'Campaign not found', zh: '找不到市场活动' } },
  CURRENCY_NEEDED: {
    status: 409,
    title: { en: 'Amounts of several currencies do not add up: name one', zh: '存在多种货币，请指定一种' },
  },
});
