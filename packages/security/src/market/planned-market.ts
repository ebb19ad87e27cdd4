import { territoryApi } from '@quyu/territory-contracts';
import type { TestHost } from '@quyu/testkit';

const PARTS = ['northwest', 'southeast'] as const;
const usd = (amount: string) => ({ amount, currency: 'USD' });

const profile = (territoryCode: string) => ({
  territoryCode, capacity: usd('1000000'), growthBp: 500, competitors: [], habits: [], policyNotes: '', validFrom: '2018-01-01',
}); // prettier-ignore

const objective = (territoryCode: string, ownerCode: string) => ({
  code: `channels-${territoryCode}`, name: `Channels of ${territoryCode}`, territoryCode, indicator: 'new-channels' as const,
  ownerCode, startsOn: '2019-01-01', stages: [{ name: 'Year', dueOn: '2019-12-31', target: 10 }],
}); // prettier-ignore

/** Describes both parts of the market, sets each an objective, and divides a target of the whole between them. */
export async function planMarket(app: TestHost): Promise<void> {
  const territory = app.client(territoryApi);
  for (const part of PARTS) await territory.addProfile({ body: profile(part) });
  await territory.setObjective({ body: objective('northwest', 'ann') });
  await territory.setObjective({ body: objective('southeast', 'bo') });
  const body = {
    code: 'target',
    name: 'Target',
    territoryCode: 'world',
    period: '2019',
    amount: usd('1000'),
  };
  const { targetId, version } = await territory.draftTarget({ body });
  await territory.cascadeTarget({
    params: { targetId },
    ifMatch: version,
    body: { territoryCode: 'world', method: 'equal' },
  });
}
