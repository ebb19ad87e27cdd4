import { defineErrors } from '@quyu/contract-kit';

export const partnerErrors = defineErrors({
  PARTNER_NOT_FOUND: { status: 404, title: { en: 'Partner not found', zh: '找不到渠道伙伴' } },
  PARTNER_CODE_TAKEN: {
    status: 409,
    title: { en: 'The partner code is in use', zh: '渠道伙伴编码已被使用' },
  },
  PARTNER_EXTERNAL_ID_TAKEN: {
    status: 409,
    title: { en: 'Another partner has the external id', zh: '外部编号已被其他渠道伙伴使用' },
  },
  PARTNER_NOT_IN_REVIEW: {
    status: 409,
    title: { en: 'The partner is not held for review', zh: '该渠道伙伴不在复核状态' },
  },
  NO_SCREENING_POLICY: {
    status: 409,
    title: { en: 'No screening policy is in force', zh: '没有生效的筛选政策' },
  },
});
