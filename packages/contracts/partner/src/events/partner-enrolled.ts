import { defineEvent, z } from '@quyu/contract-kit';
import { addressSchema, partnerTypeSchema } from '../partners.js';

export const partnerEnrolled = defineEvent({
  type: 'partner.enrolled.v1',
  aggregate: 'partner',
  key: 'partnerId',
  summary: 'A partner is known from now on; it has yet to be screened and assigned.',
  schema: z.object({
    partnerId: z.uuid(),
    code: z.string(),
    externalId: z.string().nullable(),
    name: z.string(),
    type: partnerTypeSchema,
    address: addressSchema,
  }),
  examples: [
    {
      partnerId: '0198c0de-0000-7000-8000-0000000000a1',
      code: 'AW00000001',
      externalId: '1',
      name: 'A Bike Store',
      type: 'dealer',
      address: { country: 'US', province: 'WA', city: 'Seattle', postalCode: '98104' },
    },
    {
      partnerId: '0198c0de-0000-7000-8000-0000000000a2',
      code: 'JXS-0571-003',
      externalId: null,
      name: '杭州西湖自行车有限公司',
      type: 'distributor',
      address: { country: 'CN', province: '浙江省', city: '杭州市' },
    },
  ],
});
