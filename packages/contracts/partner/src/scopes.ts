import { defineScope } from '@quyu/contract-kit';

/** One partner, named by its code. */
export const partnerScope = defineScope('partner', { en: 'One partner', zh: '单个渠道伙伴' });
