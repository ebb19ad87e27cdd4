import { defineApi } from '@quyu/contract-kit';
import { getCampaign, listCampaigns, planCampaigns } from './campaigns.js';
import { listMdfEntries, putAccrualRule, totalMdf } from './mdf.js';

export const marketingApi = defineApi({
  service: 'marketing',
  title: { en: 'Marketing', zh: '市场推广' },
  permissions: {
    'marketing:read': 'See campaigns and funds.',
    'marketing:write': 'Plan campaigns.',
    'marketing:policy': 'Set how funds accrue.',
  },
  routes: { planCampaigns, listCampaigns, getCampaign, putAccrualRule, listMdfEntries, totalMdf },
});
