import { incentiveApi, type PlanDraft } from '@quyu/incentive-contracts';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incentive } from '../plugin.js';
import { MAIN_JOB_PLAN } from '../testing/main-job-plan.js';
import { assign, finishJobs, openSmallMarket, SALES, salesFile } from '../testing/small-market.js';

let app: TestHost;
const api = () => app.client(incentiveApi);
const put = (changes: Partial<PlanDraft>, code: string, ahead?: boolean) =>
  api().putPlan({
    params: { code },
    body: { ...MAIN_JOB_PLAN, ...changes },
    ...(ahead === undefined ? {} : { query: { ahead } }),
  });
const refusal = (changes: Partial<PlanDraft>, code = 'plan') =>
  put(changes, code).then(
    () => [],
    (error: { details: { errors: readonly { pointer: string; code: string }[] } }) =>
      error.details.errors.map((each) => `${each.pointer} ${each.code}`),
  ); // prettier-ignore
const rate = { kind: 'flat', code: 'rate', payee: 'partner', rateBp: 100 } as const;
const gated = (fact: string): Partial<PlanDraft> => ({
  components: [
    { ...rate, gates: [{ code: 'gate', otherwise: 'lose', test: { looksAt: 'fact', fact, is: 'equals', value: '1' } }] },
  ],
}); // prettier-ignore

beforeAll(async () => {
  app = await startTestHost({ plugins: [incentive] });
  await openSmallMarket(app);
  await assign(app, 'AW1', 'East');
  await app.settle();
}, 60_000);
afterAll(() => app?.stop());

describe('a plan that names what is not there', () => {
  it('is refused with every place, and saved when it is only to come', async () => {
    const components: PlanDraft['components'] = [
      { ...rate, measure: { products: { codes: ['P1', 'P9'], groups: ['Helmets', 'Hats'], categories: ['Bikes', 'Boats'] }, territories: ['east', 'moon'] } },
    ]; // prettier-ignore
    expect(await refusal({ components, eligible: { payees: ['AW1', 'AW9', '282'] } })).toEqual([
      '/body/eligible/payees/1 unknown_payee',
      '/body/components/0/measure/products/codes/1 unknown_product',
      '/body/components/0/measure/products/groups/1 unknown_group',
      '/body/components/0/measure/products/categories/1 unknown_category',
      '/body/components/0/measure/territories/1 unknown_territory',
    ]);
    expect(await put({ components }, 'ahead', true)).toMatchObject({ version: 1 });
    // The same again is the same version, whether or not it has come by now.
    expect(await put({ components }, 'ahead')).toMatchObject({ version: 1 });
  });

  it('knows facts by name, and those that somebody has', async () => {
    expect(await refusal(gated('scroe'))).toEqual(['/body/components/0/gates/0/test/fact unknown_fact']);
    expect(await refusal(gated('score'), 'known')).toEqual([]);
    const fact = { payeeKind: 'partner' as const, payeeCode: 'AW1', value: '1', validFrom: '2019-01-01' };
    await api().setPayeeFacts({ body: [{ ...fact, name: 'showroom' }] });
    expect(await refusal(gated('showroom'), 'own')).toEqual([]);
  });
});

describe('a plan that is for nobody', () => {
  it.each<[PlanDraft['eligible'], string[]]>([
    [{ territories: ['east'], partnerTypes: ['dealer'] }, []],
    [{ territories: ['east'], payees: ['AW2'] }, ['/body/eligible no_eligible_payee']],
    [{ partnerTypes: ['agent'] }, ['/body/eligible no_eligible_payee']],
    [{ tiers: ['gold'] }, ['/body/eligible no_eligible_payee']],
    // A person, and the plan pays partners.
    [{ payees: ['282'] }, ['/body/eligible no_eligible_payee']],
  ])('%j is refused', async (eligible, expected) => {
    expect(await refusal({ components: [rate], eligible }, `for-${JSON.stringify(eligible).length}`)).toEqual(expected);
  }); // prettier-ignore

  it('is saved when they are only to come', async () => {
    await expect(put({ eligible: { tiers: ['gold'] } }, 'gold', true)).resolves.toMatchObject({ version: 1 });
  });
});

it('a version that leaves out what is locked is refused', async () => {
  await put({ components: [rate] }, 'settled');
  await api().importSales({ query: SALES, body: salesFile('O1,2019-07-02,P1,AW1,282,1,500.00') });
  await finishJobs(app);
  const body = { scope: { plans: ['settled'] } };
  const { result } = await app.finishJob('incentive', (await api().startRun({ body })).jobId);
  const step = { params: { runId: (result as { runId: string }).runId }, body: { period: '2019-Q3' } };
  await app.client(incentiveApi, { subject: 'approver', grants: [{ role: 'operator' }] }).approveRun(step);
  await api().lockRun(step);
  const later = { components: [rate], effectiveFrom: '2019-10-01' };
  expect(await refusal(later, 'settled')).toEqual(['/body/effectiveFrom leaves_out_settled']);
  expect(await refusal({ components: [rate], currency: 'CNY' }, 'settled')).toEqual(['/body/currency settled_in_other_currency']);
  expect(await put({ components: [{ ...rate, rateBp: 200 }] }, 'settled')).toMatchObject({ version: 2 });
}); // prettier-ignore
