import { pathOf } from '@quyu/contract-kit';
import { reviewMarket } from '@quyu/feedback-contracts';
import { stateFolder } from '../deployment/state-files.js';
import { REVIEW_YEAR } from '../main-job/scorecard.js';
import type { PlatformOptions, RunningPlatform } from './start-platform.js';

/** Where to go from here: the addresses of a running platform, a token, a first event. */
export function describeAddresses(
  { host, natsUrl, logPath }: RunningPlatform,
  { state, config }: Pick<PlatformOptions, 'state' | 'config'>,
): string {
  const report = `${host.url}${pathOf({ service: 'feedback' }, reviewMarket)}?year=${REVIEW_YEAR}`;
  const where = state === stateFolder(undefined, config) ? '' : ` --state "${state}"`;
  const token = `npm run --silent quyu -- token${where}`;
  return `
  API docs       ${host.url}/docs/
  Health         ${host.url}/health/ready
  This report    ${report}
  Log            ${logPath}

  A token        ${token}
  Call the API   curl -H "Authorization: Bearer $(${token})" "${report}"
  Hear events    npm run quyu -- events tail${where}
                 or, with any NATS client: nats --server ${natsUrl} sub "quyu.>"

  Ctrl-C stops the platform; its state stays.
`;
}
