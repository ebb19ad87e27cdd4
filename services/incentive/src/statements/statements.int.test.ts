import { incentiveApi } from '@quyu/incentive-contracts';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incentive } from '../plugin.js';
import { MAIN_JOB_PLAN } from '../testing/main-job-plan.js';
import { openSmallMarket, SALES, salesFile } from '../testing/small-market.js';

let app: TestHost;
let period: string;
const api = () => app.client(incentiveApi);
const approver = () => app.client(incentiveApi, { subject: 'approver', permissions: ['*'] });
const usd = (amount: number) => ({ amount: String(amount), currency: 'USD' });
const payee = { payeeKind: 'partner', payeeCode: 'AW1' } as const;
const statement = (of = period) => api().getStatement({ params: { ...payee, period: of } });
const post = async (quarter: string) => {
  const { jobId } = await api().startRun({ body: { mode: 'full' } });
  const { runId } = (await app.finishJob('incentive', jobId)).result as { runId: string };
  const step = { params: { runId }, body: { period: quarter } };
  await approver().approveRun(step);
  await approver().lockRun(step);
  await approver().postRun(step);
};

beforeAll(async () => {
  app = await startTestHost({ plugins: [incentive] });
  await openSmallMarket(app);
  await api().putPlan({ params: { code: 'channel' }, body: MAIN_JOB_PLAN });
  await api().importSales({ query: SALES, body: salesFile('SO1,2019-07-01,P1,1,282,1,90000') });
  await post('2019-Q3');
  await api().importSales({ query: SALES, body: salesFile('SO2,2019-08-01,P1,1,282,1,10000', 'SO3,2019-10-01,P1,1,282,1,30000') });
  await post('2019-Q4');
  const reason = 'as agreed';
  await api().adjustAccount({ params: payee, body: { amount: usd(-2500), reason } });
  await api().holdAmount({ params: payee, body: { amount: usd(5000), reason } });
  await api().redeem({ body: { partnerCode: 'AW1', orderNumber: 'SO-77', orderAmount: usd(100_000), amount: usd(1000) } });
  const { items } = await api().listTransfers({ params: payee, query: {} });
  period = items[0]!.bookedOn.slice(0, 7);
}, 120_000); // prettier-ignore
afterAll(() => app?.stop());

describe('a statement', () => {
  it('has all that moved, each earning with its trace, and agrees with the accounts to the cent', async () => {
    const { accounts, payeeName, isFinal } = await statement();
    expect({ payeeName, isFinal }).toEqual({ payeeName: 'AW1', isFinal: false });
    const [account, ...others] = accounts;
    expect(others).toEqual([]);
    expect(account!.opening).toEqual({ payable: usd(0), held: usd(0) });
    const { balances } = await api().getBalances({ params: payee, query: {} });
    expect(account!.closing).toEqual({ payable: balances[0]!.payable, held: balances[0]!.held });
    expect(account!.lines.map(({ kind, payable, held, earning }) => [kind, payable.amount, held.amount, earning?.kind, earning?.period, earning?.result.amount])).toEqual([
      ['accrue', '97500', '0', 'earned', '2019-Q3', '97500'],
      ['accrue', '15000', '0', 'true-up', '2019-Q3', '112500'],
      ['accrue', '7500', '0', 'earned', '2019-Q4', '7500'],
      ['adjust', '-2500', '0', undefined, undefined, undefined],
      ['hold', '-5000', '5000', undefined, undefined, undefined],
      ['redeem', '-1000', '0', undefined, undefined, undefined],
    ]);
    const earnings = account!.lines.flatMap(({ earning }) => earning ?? []);
    expect(earnings.map(({ trace }) => trace.at(-1)!.amount)).toEqual(earnings.map(({ result }) => result));
  }); // prettier-ignore

  it('of an earlier period is final, and of a later one opens with what this one closes with', async () => {
    expect(await statement('2019-Q3')).toMatchObject({ isFinal: true, accounts: [] });
    const [now] = (await statement()).accounts;
    const [later] = (await statement(String(Number(period.slice(0, 4)) + 1))).accounts;
    expect(later).toMatchObject({ opening: now!.closing, lines: [], closing: now!.closing });
  });

  it('is a file in both languages', async () => {
    const params = { ...payee, period };
    const csv = await api().getStatementFile({ params, query: { format: 'csv', lang: 'en' } });
    expect(csv).toMatchObject({
      file: `statement-AW1-${period}.csv`,
      mediaType: 'text/csv',
      encoding: 'utf8',
    });
    expect(csv.content.split('\r\n')).toHaveLength(10);
    const pdf = await api().getStatementFile({ params, query: { format: 'pdf' } });
    const bytes = new Uint8Array(Buffer.from(pdf.content, 'base64'));
    const { text } = await extractText(await getDocumentProxy(bytes), { mergePages: true });
    for (const word of ['激励对账单', '期末余额', '1,165.00', '抵扣订单']) expect(text).toContain(word);
  });

  it('is in the list of its period, with its balances', async () => {
    const { items } = await api().listStatements({ query: { period } });
    expect(items).toEqual([
      { ...payee, currency: 'USD', opening: usd(0), moved: usd(116_500), closing: usd(116_500) },
    ]);
    expect((await api().listStatements({ query: { period: '2019-Q3' } })).items).toEqual([]);
  });

  it('is of somebody', async () => {
    const nobody = { ...payee, payeeCode: 'nobody', period };
    await expect(api().getStatement({ params: nobody })).rejects.toMatchObject({ code: 'PAYEE_NOT_FOUND' });
  });
});
