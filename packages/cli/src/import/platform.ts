import { type Client, type ClientOptions, createClient, platformApi } from '@quyu/contract-kit';
import { feedbackApi } from '@quyu/feedback-contracts';
import { incentiveApi } from '@quyu/incentive-contracts';
import { marketingApi } from '@quyu/marketing-contracts';
import { partnerApi } from '@quyu/partner-contracts';
import { territoryApi } from '@quyu/territory-contracts';
import { SERVICES, type Service } from '../main-job/services.js';

type PlatformClient = Client<ReturnType<typeof platformApi>>;

/** Typed clients of a running platform: what the services serve, and what the host adds to each. */
export interface Platform {
  readonly territory: Client<typeof territoryApi>;
  readonly partner: Client<typeof partnerApi>;
  readonly incentive: Client<typeof incentiveApi>;
  readonly marketing: Client<typeof marketingApi>;
  readonly feedback: Client<typeof feedbackApi>;
  readonly hostOf: Readonly<Record<Service, PlatformClient>>;
}

/** Makes the clients; nothing is called yet. */
export function connectPlatform(options: ClientOptions): Platform {
  const hosts = SERVICES.map((service) => [service, createClient(platformApi(service), options)]);
  return {
    territory: createClient(territoryApi, options),
    partner: createClient(partnerApi, options),
    incentive: createClient(incentiveApi, options),
    marketing: createClient(marketingApi, options),
    feedback: createClient(feedbackApi, options),
    hostOf: Object.fromEntries(hosts) as Record<Service, PlatformClient>,
  };
}
