import { randomUUID } from 'node:crypto';
import { partnerScored } from '@quyu/feedback-contracts';
import { incentiveApi, type PlanDraft } from '@quyu/incentive-contracts';
import { partnerEnrolled, partnerScreened, reviewDecided } from '@quyu/partner-contracts';
import { type FakeClock, fakeClock, startTestHost, type TestHost } from '@quyu/testkit';
import {
  accountAssigned,
  accountUnassigned,
  diversionClosed,
  diversionDetected,
} from '@quyu/territory-contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { incentive } from '../plugin.js';
import { finishJobs, openSmallMarket, PARTNERS, SALES, salesFile } from '../testing/small-market.js';

let app: TestHost;
let clock: FakeClock;
const api = () => app.client(incentiveApi);
const factsOf = async (payeeCode: string, name?: string) => {
  const { items } = await api().listPayeeFacts({ query: { payeeCode, ...(name === undefined ? {} : { name }) } });
  return items.map((fact) => `${fact.name} ${fact.value} ${fact.validFrom} ${fact.source}`);
}; // prettier-ignore
const marked = async () => {
  const { rows } = await app.db('incentive').query<{ code: string }>('select distinct payee_code as code from dirty_payee order by 1'); // prettier-ignore
  return rows.map(({ code }) => code);
};
const address = { country: 'US', province: 'WA', city: 'Seattle' };
const enrolled = (type: 'dealer' | 'agent') => ({ partnerId: PARTNERS.AW1.partnerId, code: 'AW1', externalId: '1', name: 'AW1', type, address }); // prettier-ignore
const placed = (...path: string[]) => ({
  subjectId: PARTNERS.AW1.partnerId, subjectCode: 'AW1', modelCode: 'world', territoryCode: path.at(-1)!,
  territoryName: 'X', path, ruleCode: 'rule',
}); // prettier-ignore
const shipment = (diversionId: string, partnerCode = 'AW1') => ({
  diversionId, source: 's', lineId: diversionId, partnerCode, productLine: 'bikes', shippedOn: '2019-07-01', quantity: 1,
  amount: { amount: '1', currency: 'USD' }, modelCode: 'm', territoryCode: 't', path: ['t'], ruleCode: 'r',
  reason: 'no-grant' as const, grantCodes: [], exclusiveGrantCodes: [], repeats: 1, severity: 'notice' as const,
}); // prettier-ignore
const closed = (diversionId: string) => ({ diversionId, source: 's', lineId: diversionId, partnerCode: 'AW1', productLine: 'bikes', outcome: 'dismissed' as const, reason: 'x' }); // prettier-ignore

beforeAll(async () => {
  clock = fakeClock('2026-03-01T20:00:00Z');
  app = await startTestHost({ plugins: [incentive], now: clock.now });
  await openSmallMarket(app);
}, 60_000);
afterAll(() => app?.stop());
beforeEach(async () => {
  await app.db('incentive').query('delete from dirty_payee');
});

describe('facts that other services tell', () => {
  it('are the type since ever, another from the business day of the event on; again, nothing changes', async () => {
    // 20:00 in Greenwich is the next day in Shanghai.
    await app.publish(partnerEnrolled, enrolled('agent'));
    await app.settle();
    const types = ['partner-type dealer 0001-01-01 partner', 'partner-type agent 2026-03-02 partner'];
    expect(await factsOf('AW1', 'partner-type')).toEqual(types);
    expect(await marked()).toEqual(['AW1']);
    await app.db('incentive').query('delete from dirty_payee');
    await app.publish(partnerEnrolled, enrolled('agent'));
    await app.settle();
    expect([await factsOf('AW1', 'partner-type'), await marked()]).toEqual([types, []]);
  });

  it('are what screening and review came to', async () => {
    const screening = {
      policyCode: 'p',
      policyVersion: 1,
      score: 50,
      passMark: 60,
      parts: [],
      failedChecks: [],
    };
    const partner = { partnerId: PARTNERS.AW1.partnerId, code: 'AW1' };
    await app.publish(partnerScreened, { ...partner, outcome: 'review', screening });
    await app.settle();
    clock.advance(86_400_000);
    await app.publish(reviewDecided, { ...partner, decision: 'approve', reason: 'x', decidedBy: 'y' });
    await app.settle();
    expect(await factsOf('AW1', 'partner-status')).toEqual([
      'partner-status review 2026-03-02 partner',
      'partner-status approved 2026-03-03 partner',
    ]);
  });

  it('are the territories, with those above', async () => {
    await app.publish(accountAssigned, placed('world', 'east'));
    await app.settle();
    clock.advance(86_400_000);
    await app.publish(accountAssigned, placed('world', 'west'));
    await app.settle();
    expect(await factsOf('AW1', 'in-territory:east')).toEqual([
      'in-territory:east true 0001-01-01 territory',
      'in-territory:east false 2026-03-04 territory',
    ]);
    const { subjectId, subjectCode } = placed('x');
    await app.publish(accountUnassigned, { subjectId, subjectCode, modelCode: 'm', reason: 'gap', contenders: [] });
    await app.settle();
    expect(await factsOf('AW1', 'in-territory:west')).toEqual(['in-territory:west false 2026-03-04 territory']);
    expect(await factsOf('AW1', 'in-territory:world')).toHaveLength(2);
    const { rows } = await app.db('incentive').query('select 1 from partner_territory');
    expect(rows).toEqual([]);
  }); // prettier-ignore

  it('are the score and grade of a year from its last day on, as they were said last', async () => {
    const scored = { partnerId: PARTNERS.AW1.partnerId, partnerCode: 'AW1', scorecardCode: 'c', scorecardVersion: 1, year: 2019 }; // prettier-ignore
    await app.publish(
      partnerScored,
      { ...scored, score: '60', grade: 'B' },
      { ...scored, score: '83.5', grade: 'A' },
    );
    await app.settle();
    expect(await factsOf('AW1', 'score')).toEqual(['score 83.5 2019-12-31 feedback']);
    expect(await factsOf('AW1', 'grade')).toEqual(['grade A 2019-12-31 feedback']);
  });

  it('are the cases of diversion that stand; one that is closed never counted', async () => {
    const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
    await app.publish(diversionDetected, shipment(first), shipment(second));
    await app.settle();
    clock.advance(86_400_000);
    await app.publish(diversionDetected, shipment(third));
    await app.settle();
    expect(await factsOf('AW1', 'open-violations')).toEqual([
      'open-violations 2 2026-03-04 territory',
      'open-violations 3 2026-03-05 territory',
    ]);
    await app.publish(diversionClosed, closed(first), closed(second));
    await app.settle();
    expect(await factsOf('AW1', 'open-violations')).toEqual(['open-violations 1 2026-03-05 territory']);
    await app.publish(diversionClosed, closed(third), closed(third));
    await app.settle();
    expect([await factsOf('AW1', 'open-violations'), await marked()]).toEqual([[], ['AW1']]);
  });

  it('do not replace what a person has set for the same day', async () => {
    const set = { payeeKind: 'partner' as const, payeeCode: 'AW1', name: 'score', value: '99', validFrom: '2020-12-31' };
    await api().setPayeeFacts({ body: [set] });
    const scored = { partnerId: PARTNERS.AW1.partnerId, partnerCode: 'AW1', scorecardCode: 'c', scorecardVersion: 1 };
    await app.publish(partnerScored, { ...scored, year: 2020, score: '1', grade: 'D' });
    await app.settle();
    expect(await factsOf('AW1', 'score')).toContain('score 99 2020-12-31 set');
  }); // prettier-ignore
});

it('a run goes on where nobody has a fact yet that events set; nobody was told of a violation', async () => {
  const body: PlanDraft = {
    name: 'Clean', currency: 'USD', effectiveFrom: '2019-07-01', effectiveTo: '2019-09-30',
    components: [
      { kind: 'flat', code: 'clean', payee: 'partner', rateBp: 1_000,
        gates: [{ code: 'no-violation', otherwise: 'lose', test: { looksAt: 'fact', fact: 'open-violations', is: 'at-most', value: '0' } }] },
      { kind: 'flat', code: 'certified', payee: 'partner', rateBp: 1_000,
        gates: [{ code: 'course', otherwise: 'lose', test: { looksAt: 'fact', fact: 'certified:basics', is: 'equals', value: 'true' } }] },
    ],
  }; // prettier-ignore
  await api().putPlan({ params: { code: 'clean' }, body });
  await api().importSales({ query: SALES, body: salesFile('SO1,2019-07-01,P1,1,282,1,100.00') });
  await finishJobs(app);
  await app.finishJob('incentive', (await api().startRun({ body: {} })).jobId);
  const { items } = await api().listResults({ query: { payeeCode: 'AW1' } });
  const paid = Object.fromEntries(items.map(({ component, amount }) => [component, amount.amount]));
  expect(paid).toEqual({ clean: '1000', certified: '1000', course: '-1000' });
});

it('facts are listed in pages, by payee, name and day', async () => {
  const all = (await api().listPayeeFacts({ query: { payeeKind: 'partner' } })).items;
  const first = await api().listPayeeFacts({ query: { payeeKind: 'partner', limit: 2 } });
  const rest = await api().listPayeeFacts({ query: { payeeKind: 'partner', cursor: first.next! } });
  expect([...first.items, ...rest.items]).toEqual(all);
  expect(all.length).toBeGreaterThan(5);
});
