import { defineErrors } from '@quyu/contract-kit';

export const marketingErrors = defineErrors({
  CAMPAIGN_NOT_FOUND: { status: 404, title: { en: 'Campaign not found', zh: '找不到市场活动' } },
});
