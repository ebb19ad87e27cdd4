import type { RejectedSale } from '@quyu/incentive-contracts';

export type RejectionCode = RejectedSale['code'];
