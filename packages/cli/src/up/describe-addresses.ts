import { pathOf } from '@quyu/contract-kit';
import { reviewMarket } from '@quyu/feedback-contracts';
import { type Bilingual, SAMPLE_PEOPLE, roleOf } from '@quyu/issuer';
import { issuerSecrets, stateFolder } from '../deployment/state-files.js';
import { REVIEW_YEAR } from '../main-job/scorecard.js';
import { renderTexts } from '../terminal/table.js';
import type { PlatformOptions, RunningPlatform } from './start-platform.js';

/** Where to go from here: the addresses of a running platform, how to log in, a first event. */
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

  Log in         npm run quyu -- login --as <person>${where}
                 without --as in a browser; the password of all: ${issuerSecrets.read(state)?.password ?? ''}
${indent(describePeople())}

  A token        ${token}
  Call the API   curl -H "Authorization: Bearer $(${token})" "${report}"
  Hear events    npm run quyu -- events tail${where}
                 or, with any NATS client: nats --server ${natsUrl} sub "quyu.>"

  Ctrl-C stops the platform; its state stays.
`;
}

/** The option says the role in English, so the column says it in Chinese. */
function describePeople(): string {
  const both = ({ en, zh }: Bilingual): string => `${en} ${zh}`;
  const rows = SAMPLE_PEOPLE.map((person) => {
    const { name, role, scope } = person;
    return [`--as ${roleOf(person)}`, both(name), role.zh, both(scope)];
  });
  return renderTexts(['log in 登录', 'person 人员', 'role 角色', 'scope 范围'], rows);
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
