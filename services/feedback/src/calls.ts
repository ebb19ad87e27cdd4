import { incentiveApi } from '@quyu/incentive-contracts';
import { marketingApi } from '@quyu/marketing-contracts';
import { partnerApi } from '@quyu/partner-contracts';
import { platformApi } from '@quyu/plugin-kit';
import { territoryApi } from '@quyu/territory-contracts';

/** The APIs that the market review asks; `<service>Bus` is the part the host serves for every service. */
export const feedbackCalls = {
  territory: territoryApi,
  partner: partnerApi,
  incentive: incentiveApi,
  marketing: marketingApi,
  territoryBus: platformApi('territory'),
  partnerBus: platformApi('partner'),
  incentiveBus: platformApi('incentive'),
  marketingBus: platformApi('marketing'),
  feedbackBus: platformApi('feedback'),
};
