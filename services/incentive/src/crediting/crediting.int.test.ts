import { type CreditingRuleDraft, incentiveApi, type PlanDraft } from '@quyu/incentive-contracts';
import { startTestHost, type TestHost } from '@quyu/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { incentive } from '../plugin.js';
import { assign, finishJobs, openSmallMarket, SALES, salesFile } from '../testing/small-market.js';

let app: TestHost;
const api = () => app.client(incentiveApi);
const query = (text: string) => app.db('incentive').query<Record<string, string>>(text);
const flat = (code: string, credit: 'own' | 'group' | 'own-and-group' | 'overlay') =>
  ({ kind: 'flat', code, payee: 'salesperson', rateBp: 10_000, measure: { credit } }) as const;
/** Everybody earns just what they are credited with. */
const PLAN: PlanDraft = {
  name: 'Credits', currency: 'USD', period: 'month', effectiveFrom: '2019-01-01', effectiveTo: null,
  components: [
    flat('own', 'own'), flat('group', 'group'), flat('overlay', 'overlay'),
    { kind: 'flat', code: 'east', payee: 'partner', rateBp: 10_000, measure: { territories: ['east'] } },
  ],
}; // prettier-ignore
const run = async (mode: 'full' | 'incremental') => {
  await finishJobs(app);
  const { jobId } = await api().startRun({ body: { mode, through: '2019-12-31' } });
  await app.finishJob('incentive', jobId);
};
const standing = async () => {
  const { items } = await api().listResults({ query: { limit: 200 } });
  return items
    .filter(({ amount }) => amount.amount !== '0')
    .map(({ payeeCode, component, period, amount }) => `${payeeCode} ${component} ${period} ${amount.amount}`)
    .toSorted();
};
const rule = (code: string, over: Partial<CreditingRuleDraft>) =>
  api().putCreditingRule({
    params: { code },
    body: { effectiveFrom: '2019-01-01', effectiveTo: null, when: {}, ...over },
  });
const share = (salesperson: string, shareBp: number) => ({ salesperson, shareBp });
const manage = (code: string, from: string, manager: string | null) =>
  query(`insert into salesperson_manager (code, valid_from, manager_code, version) values ('${code}', '${from}', ${manager === null ? 'null' : `'${manager}'`}, 0)
    on conflict (code, valid_from) do update set manager_code = excluded.manager_code`); // prettier-ignore

beforeAll(async () => {
  app = await startTestHost({ plugins: [incentive] });
  await openSmallMarket(app);
  await query(`insert into salesperson (code, name) values ('284', 'Person 284'), ('285', 'Person 285')`);
  await api().putPlan({ params: { code: 'credits' }, query: { ahead: true }, body: PLAN });
  await api().importSales({
    query: SALES,
    body: salesFile('SO1,2019-07-01,P1,1,282,3,100.01', 'SO2,2019-07-20,P2,1,282,1,10', 'SO3,2019-08-05,P1,2,283,1,7'),
  });
}); // prettier-ignore
beforeEach(async () => {
  await query('delete from crediting_rule');
  await query('delete from line_split');
  await query('delete from salesperson_manager');
});
afterAll(() => app?.stop());

describe('credits', () => {
  it('are those of the line where nothing else is said', async () => {
    await run('full');
    expect(await standing()).toEqual(['282 own 2019-07 11001', '283 own 2019-08 700']);
  });

  it('are shared exactly, by the rule that decides, and overlays come on top', async () => {
    await rule('half', { split: [share('line', 5000), share('283', 5000)], when: { categories: ['Accessories'] } });
    await rule('thirds', { priority: 2, split: [share('283', 3333), share('284', 6667)], when: { partners: ['AW1'], products: ['P1'] }, effectiveTo: '2019-07-31' });
    await rule('over', { overlays: [share('285', 2500)], when: { salespeople: ['282'] } });
    await run('full');
    // 100.01 by thirds, 7.00 by halves between the salesperson and themselves; 10.00 is not of the category.
    expect(await standing()).toEqual([
      '282 own 2019-07 1000', '283 own 2019-07 3333', '283 own 2019-08 700', '284 own 2019-07 6668', '285 overlay 2019-07 2750',
    ]);
    const { items } = await api().listCredits({ query: { source: 'erp', lineId: 'SO1#P1' } });
    expect(items.map(({ payeeCode, credit, shareBp, amount, because }) => [payeeCode, credit, shareBp, amount, because.by, because.rule])).toEqual([
      ['AW1', 'own', 10_000, '10001', 'line', null],
      ['283', 'own', 3333, '3333.3333', 'rule', 'thirds'],
      ['284', 'own', 6667, '6667.6667', 'rule', 'thirds'],
      ['285', 'overlay', 2500, '2500.25', 'rule', 'over'],
    ]);
  }); // prettier-ignore

  it('of a line that is split by hand are those, and its return takes back just that', async () => {
    await rule('all', { split: [share('284', 10_000)] });
    const params = { source: 'erp', lineId: 'SO1#P1' };
    await api().splitSale({ params, body: { split: [share('285', 1), share('283', 9999)] } });
    await run('full');
    expect(await standing()).toEqual(['283 own 2019-07 10000', '284 own 2019-07 1000', '284 own 2019-08 700', '285 own 2019-07 1']);
    const back = { order: 'R1', lineId: 'R1', date: '2019-09-01', product: 'P1', partner: 'AW1', salesperson: '282', quantity: -3 };
    await api().recordSales({ body: { source: 'erp', lines: [{ ...back, amount: { amount: '-10001', currency: 'USD' }, returns: 'SO1#P1' }] } });
    await run('incremental');
    expect(await standing()).toEqual(['284 own 2019-07 1000', '284 own 2019-08 700']);
    await api().unsplitSale({ params });
    await run('incremental');
    expect(await standing()).toEqual(['284 own 2019-07 1000', '284 own 2019-08 700']);
  }); // prettier-ignore

  it('of leaders follow the managers of the day of the sale, and end though managers go round', async () => {
    await manage('282', '2019-01-01', '283');
    await manage('282', '2019-07-15', '284');
    await manage('284', '2019-01-01', '285');
    await manage('285', '2019-01-01', '282');
    await run('full');
    // The first line has come back. The second is of the days of 284, who is below 285; 283 has nobody below then.
    expect(await standing()).toEqual(['282 own 2019-07 1000', '283 own 2019-08 700', '284 group 2019-07 1000', '285 group 2019-07 1000']);
    const { items } = await api().listCredits({ query: { payeeKind: 'salesperson', payeeCode: '285', period: '2019-Q3' } });
    expect(items).toMatchObject([{ credit: 'group', amount: '1000', because: { of: '282', belowFrom: '2019-07-15', belowTo: null } }]);
  }); // prettier-ignore

  it('count for the territory the partner was in on the day', async () => {
    await assign(app, 'AW1', 'East');
    await app.settle();
    await query(`delete from partner_place`);
    await query(`insert into partner_place (partner_id, valid_from, path, version) select partner_id, d::date, p::text[], 0 from partner,
      (values ('2019-01-01', '{east}'), ('2019-07-10', '{west}'), ('2019-07-25', '{east}')) v (d, p) where code = 'AW1'`);
    await run('full');
    expect((await standing()).filter((each) => each.includes('east'))).toEqual([]);
    await query(`delete from partner_place where valid_from = '2019-07-10'`);
    await run('full');
    expect((await standing()).filter((each) => each.includes('east'))).toEqual(['AW1 east 2019-07 1000']);
  }); // prettier-ignore

  it('are the same after incremental runs as after a full one, whatever is changed', async () => {
    const person$ = fc.constantFrom('282', '283', '284', '285');
    const when$ = fc.record({ partners: fc.constantFrom<string[]>(['AW1'], ['AW2']), salespeople: fc.constantFrom<string[]>(['282'], ['283']), products: fc.constantFrom<string[]>(['P1']), categories: fc.constantFrom<string[]>(['Bikes']), territories: fc.constantFrom<string[]>(['east']) }, { requiredKeys: [] });
    const effective$ = fc.record({ effectiveFrom: fc.constantFrom('2019-01-01', '2019-07-10', '2019-08-05'), effectiveTo: fc.constantFrom(null, '2019-08-31') });
    const change$ = fc.oneof(
      fc.record({ kind: fc.constant('rule' as const), code: fc.constantFrom('a', 'b'), priority: fc.nat(2), when: when$, effective: effective$, first: person$, second: person$, bp: fc.integer({ min: 1, max: 9999 }), over: fc.boolean() }),
      fc.record({ kind: fc.constant('remove' as const), code: fc.constantFrom('a', 'b') }),
      fc.record({ kind: fc.constant('split' as const), line: fc.constantFrom('SO2#P2', 'SO3#P1'), to: person$ }),
    );
    await run('full');
    await fc.assert(
      fc.asyncProperty(fc.array(change$, { minLength: 1, maxLength: 3 }), async (changes) => {
        for (const change of changes) {
          if (change.kind === 'remove') await api().removeCreditingRule({ params: { code: change.code } }).catch(() => undefined);
          else if (change.kind === 'split') await api().splitSale({ params: { source: 'erp', lineId: change.line }, body: { split: [share(change.to, 10_000)] } });
          else {
            const { code, priority, when, effective, first, second, bp, over } = change;
            const split = first === second ? [share(first, 10_000)] : [share(first, bp), share(second, 10_000 - bp)];
            await rule(code, { priority, when, ...effective, ...(over ? { overlays: [share(first, bp)] } : { split }) });
          }
        }
        await run('incremental');
        const incremental = await standing();
        await run('full');
        expect(incremental).toEqual(await standing());
      }),
      { numRuns: 12 },
    );
  }, 120_000); // prettier-ignore

  it.each([
    [{ split: [share('282', 9_999)] }, '/body/split'],
    [{ split: [share('nobody', 10_000)] }, '/body/split/0/salesperson'],
    [{}, '/body'],
  ])('%j is refused at its place', async (over, pointer) => {
    await expect(rule('bad', over)).rejects.toMatchObject({
      code: 'CREDITING_INVALID',
      details: { errors: [{ pointer }] },
    });
    expect((await api().listCreditingRules({ query: {} })).items).toEqual([]);
  });
});
