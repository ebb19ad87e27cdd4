import {
  type Dispute,
  disputeDecided,
  type Disputed,
  disputeOpened,
  incentiveApi,
} from '@quyu/incentive-contracts';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incentive } from '../plugin.js';
import { MAIN_JOB_PLAN } from '../testing/main-job-plan.js';
import { finishJobs, openSmallMarket, SALES, salesFile } from '../testing/small-market.js';

let app: TestHost;
const api = (subject = 'partner-user') => app.client(incentiveApi, { subject, permissions: ['*'] });
const usd = (amount: number) => ({ amount: String(amount), currency: 'USD' });
const payee = { payeeKind: 'partner', payeeCode: 'AW1' } as const;
const reason = 'The delivery note shows it';
const open = (
  disputed: Disputed,
  over: { hold?: { amount: string; currency: string }; payeeCode?: string } = {},
) => api().openDispute({ body: { ...payee, disputed, statement: 'This is not right', ...over } });
const decide = ({ disputeId }: Pick<Dispute, 'disputeId'>, decision: 'accepted' | 'rejected' = 'accepted') =>
  api('finance').decideDispute({ params: { disputeId }, body: { decision, reason } });
const sale = (order: string, amount: number, over = {}) => ({
  order,
  date: '2019-07-05',
  product: 'P1',
  partner: 'AW1',
  salesperson: '282',
  quantity: 1,
  amount: usd(amount),
  ...over,
});
const calculate = async () => {
  await finishJobs(app);
  const { jobId } = await api('finance').startRun({ body: {} });
  await app.finishJob('incentive', jobId);
  const { items } = await api().listResults({ query: {} });
  return new Map(
    items.map(({ payeeCode, component, period, amount }) => [
      `${payeeCode} ${component} ${period}`,
      amount.amount,
    ]),
  );
};
const available = async () => {
  const { balances } = await api().getBalances({ params: payee, query: {} });
  return { payable: balances[0]?.payable.amount, held: balances[0]?.held.amount };
}; // prettier-ignore

beforeAll(async () => {
  app = await startTestHost({ plugins: [incentive] });
  await openSmallMarket(app);
  await api().putPlan({ params: { code: 'channel' }, body: MAIN_JOB_PLAN });
  await api().importSales({ query: SALES, body: salesFile('SO1,2019-07-01,P1,1,282,2,90000', 'SO2,2019-07-02,P1,1,282,1,10000') });
  await api().adjustAccount({ params: payee, body: { amount: usd(50_000), reason: 'opening' } });
}); // prettier-ignore
afterAll(() => app?.stop());

describe('a dispute', () => {
  it('of a missing sale has it recorded, and the next run pays for it', async () => {
    expect((await calculate()).get('AW1 volume-rebate 2019-Q3')).toBe('112500');
    const dispute = await open({ kind: 'missing-sale', sale: sale('SO9', 1_000_000) });
    expect(dispute).toMatchObject({ state: 'open', isOverdue: false, openedBy: 'partner-user', effects: [] });
    expect(await decide(dispute)).toMatchObject({
      state: 'accepted',
      decidedBy: 'finance',
      effects: [{ kind: 'lines-recorded', source: 'disputes', lineIds: [dispute.disputeId] }],
    });
    expect((await calculate()).get('AW1 volume-rebate 2019-Q3')).toBe('137500');
  });

  it('of a line puts right what is left of it, in the month of its sale', async () => {
    await api().recordSales({
      body: { source: 'erp', lines: [{ ...sale('R1', -1_000_000, { quantity: -1, date: '2019-08-01' }), lineId: 'R1', returns: 'SO1#P1' }] },
    });
    const dispute = await open({ kind: 'line', source: 'erp', lineId: 'SO1#P1', shouldBe: { amount: usd(4_000_000) } });
    await decide(dispute);
    // 100,000 and 10,000 less all that was left, 80,000, and then 40,000.
    expect((await calculate()).get('AW1 volume-rebate 2019-Q3')).toBe('52500');
  }); // prettier-ignore

  it('of a credit moves the line to the person it belongs to', async () => {
    await api().setQuotas({ body: ['282', '283'].map((salespersonCode) => ({ salespersonCode, period: '2019-Q3', amount: usd(1_000_000) })) });
    const before = await calculate();
    expect([before.get('282 attainment-bonus 2019-Q3'), before.get('283 attainment-bonus 2019-Q3')]).toEqual(['15000', undefined]);
    await decide(await open({ kind: 'credit', source: 'erp', lineId: 'SO2#P1', salesperson: '283' }));
    expect((await calculate()).get('283 attainment-bonus 2019-Q3')).toBe('10000');
  }); // prettier-ignore

  it('of a result adjusts the account, and what was held back meanwhile is free again', async () => {
    const { items } = await api().listResults({ query: { payeeCode: 'AW1' } });
    const { resultId } = items[0]!;
    const dispute = await open({ kind: 'result', resultId, difference: usd(-2500) }, { hold: usd(2500) });
    expect(dispute.held).toEqual(usd(2500));
    expect(await available()).toEqual({ payable: '47500', held: '2500' });
    const decided = await decide(dispute);
    expect(decided).toMatchObject({ held: null, effects: [{ kind: 'adjusted', amount: usd(-2500) }] });
    expect(await available()).toEqual({ payable: '47500', held: '0' });
  });

  it('goes through review, comments and withdrawal, and is told of', async () => {
    const dispute = await open({ kind: 'missing-sale', sale: sale('SO10', 1) }, { hold: usd(100) });
    const params = { disputeId: dispute.disputeId };
    await api().commentDispute({ params, body: { text: '附送货单' } });
    expect(await api('finance').reviewDispute({ params })).toMatchObject({ state: 'under-review' });
    const { comments } = await api().getDispute({ params });
    expect(comments).toMatchObject([{ by: 'partner-user', text: '附送货单' }]);
    expect(await api().withdrawDispute({ params, body: { reason: 'Found it' } })).toMatchObject({ state: 'withdrawn' });
    expect(await available()).toEqual({ payable: '47500', held: '0' });
    await app.settle();
    const opened = (await app.published(disputeOpened)).filter(({ data }) => data.disputeId === dispute.disputeId);
    expect(opened).toMatchObject([{ data: { about: 'missing-sale', payeeCode: 'AW1' } }]);
    const ended = (await app.published(disputeDecided)).filter(({ data }) => data.disputeId === dispute.disputeId);
    expect(ended).toMatchObject([{ data: { outcome: 'withdrawn', reason: 'Found it' } }]);
    const { items } = await api().listDisputes({ query: { state: 'accepted' } });
    expect(items).toHaveLength(4);
    expect((await api().listDisputes({ query: { overdue: true } })).items).toEqual([]);
  }); // prettier-ignore

  it('is decided by somebody else, once', async () => {
    const dispute = await open({ kind: 'missing-sale', sale: sale('SO11', 1) });
    const params = { disputeId: dispute.disputeId };
    await expect(api().decideDispute({ params, body: { decision: 'accepted', reason } })).rejects.toMatchObject({ code: 'SEPARATION_OF_DUTIES' });
    await decide(dispute, 'rejected');
    await expect(decide(dispute)).rejects.toMatchObject({ code: 'DISPUTE_NOT_IN_STATE' });
    await expect(api().withdrawDispute({ params, body: { reason } })).rejects.toMatchObject({ code: 'DISPUTE_NOT_IN_STATE' });
  }); // prettier-ignore

  it('that the ledger does not take stays open, and nothing is half done', async () => {
    const dispute = await open({ kind: 'missing-sale', sale: sale('SO12', 5, { product: 'P99' }) }, { hold: usd(10) });
    await expect(decide(dispute)).rejects.toMatchObject({ code: 'CORRECTION_REFUSED', message: expect.stringContaining('product') });
    expect(await available()).toEqual({ payable: '47490', held: '10' });
    const { dispute: still } = await api().getDispute({ params: { disputeId: dispute.disputeId } });
    expect(still).toMatchObject({ state: 'open', held: usd(10) });
    const lines = await api().listOpenRejections({ query: {} });
    expect(lines.items).toEqual([]);
    await decide(dispute, 'rejected');
  }); // prettier-ignore

  it.each([
    ['a line that is not there', { kind: 'line', source: 'erp', lineId: 'SO77#P1', shouldBe: { product: 'P2' } }, {}, 'DISPUTED_NOT_FOUND'],
    ['a result of nobody', { kind: 'result', resultId: '0198c0de-0000-7000-8000-000000000001', difference: usd(1) }, {}, 'DISPUTED_NOT_FOUND'],
    ['nothing', { kind: 'credit', source: 'erp', lineId: 'SO1#P1', salesperson: '282' }, {}, 'NOTHING_DISPUTED'],
    ['for nobody', { kind: 'missing-sale', sale: sale('SO13', 1) }, { payeeCode: 'nobody' }, 'PAYEE_NOT_FOUND'],
    ['to hold more than is there', { kind: 'missing-sale', sale: sale('SO13', 1) }, { hold: usd(99_999_999) }, 'BALANCE_TOO_LOW'],
    ['to hold nothing', { kind: 'missing-sale', sale: sale('SO13', 1) }, { hold: usd(0) }, 'AMOUNT_NOT_POSITIVE'],
  ] as const)('of %s is refused', async (_, disputed, over, code) => {
    await expect(open(disputed as Disputed, over)).rejects.toMatchObject({ code });
  }); // prettier-ignore

  it('of the same thing is one at a time', async () => {
    await open({ kind: 'missing-sale', sale: sale('SO14', 1) });
    await expect(open({ kind: 'missing-sale', sale: sale('SO14', 2) })).rejects.toMatchObject({
      code: 'DISPUTED_ALREADY',
    });
  });
});
