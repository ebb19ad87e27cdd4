import { defineApi } from '@quyu/contract-kit';
import {
  countPartners,
  decideReview,
  enrolPartner,
  enrolPartners,
  exportPartners,
  getPartner,
  listPartners,
} from './partners.js';
import { getScreeningPolicy, putScreeningPolicy } from './screening-policies.js';

export const partnerApi = defineApi({
  service: 'partner',
  title: { en: 'Partner', zh: '渠道伙伴' },
  permissions: {
    'partner:read': 'See partners and their screening.',
    'partner:write': 'Enrol partners.',
    'partner:approve': 'Decide on partners held for review.',
    'partner:policy': 'Set the screening policy.',
  },
  routes: {
    enrolPartner,
    enrolPartners,
    listPartners,
    exportPartners,
    getPartner,
    decideReview,
    countPartners,
    putScreeningPolicy,
    getScreeningPolicy,
  },
});
