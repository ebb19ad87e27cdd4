import { pathOf } from '@quyu/contract-kit';
import { reviewMarket } from '@quyu/feedback-contracts';
import { REVIEW_YEAR } from '../main-job/scorecard.js';
import type { RunningPlatform } from './start-platform.js';

/** Where to go from here: the addresses of a running platform, a token, a first event. */
export function describeAddresses({ host, natsUrl, logPath }: RunningPlatform): string {
  const report = `${host.url}${pathOf({ service: 'feedback' }, reviewMarket)}?year=${REVIEW_YEAR}`;
  return `
  API docs       ${host.url}/docs/
  Health         ${host.url}/health/ready
  This report    ${report}
  Log            ${logPath}

  A token        npm run --silent quyu -- token
  Call the API   curl -H "Authorization: Bearer $(npm run --silent quyu -- token)" "${report}"
  Hear events    npm run quyu -- events tail
                 or, with any NATS client: nats --server ${natsUrl} sub "quyu.>"

  Ctrl-C stops the platform; its state stays.
`;
}
