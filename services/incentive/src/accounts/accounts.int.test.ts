import { randomUUID } from 'node:crypto';
import { accountAdjusted, incentiveApi, payoutBatchPaid, redeemed } from '@quyu/incentive-contracts';
import { startTestHost, type TestHost } from '@quyu/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incentive } from '../plugin.js';
import { openSmallMarket } from '../testing/small-market.js';

let app: TestHost;
const api = (subject = 'finance') => app.client(incentiveApi, { subject });
const cny = (amount: number | bigint) => ({ amount: amount.toString(), currency: 'CNY' });
const params = { payeeKind: 'partner', payeeCode: 'AW1' } as const;
const reason = 'as agreed';
const adjust = (amount: number | bigint, payeeCode: 'AW1' | 'AW2' = 'AW1') =>
  api().adjustAccount({ params: { ...params, payeeCode }, body: { amount: cny(amount), reason } });
const balanceOf = async (payeeCode = 'AW1') => {
  const { balances } = await api().getBalances({ params: { ...params, payeeCode }, query: {} });
  return balances.find(({ currency }) => currency === 'CNY');
};
const available = async (payeeCode = 'AW1') => BigInt((await balanceOf(payeeCode))?.available.amount ?? 0);
const redeem = (amount: bigint | number, orderNumber: string = randomUUID(), partnerCode = 'AW1') =>
  api().redeem({
    body: { partnerCode, orderNumber, orderAmount: cny(1_000_000_000), amount: cny(amount) },
  });
const bank = {
  payeeKind: 'partner',
  payeeCode: 'AW1',
  holder: '上海示例有限公司',
  accountNumber: null,
  bic: 'BKCHCNBJ',
} as const;
const IBAN = 'DE89 3704 0044 0532 0130 00';

beforeAll(async () => {
  app = await startTestHost({
    plugins: [incentive],
    env: { INCENTIVE_DEBTOR_NAME: 'Quyu', INCENTIVE_DEBTOR_IBAN: 'DE89370400440532013000', INCENTIVE_DEBTOR_BIC: 'COBADEFFXXX' },
  });
  await openSmallMarket(app);
}); // prettier-ignore
afterAll(() => app?.stop());

const query = <Row extends object>(text: string) => app.db('incentive').query<Row>(text);

describe('the accounts of a payee', () => {
  it('sum to zero at all times, whatever is done at once', async () => {
    const step$ = fc.oneof(
      fc.record({ do: fc.constant('adjust' as const), amount: fc.integer({ min: -500, max: 2000 }).filter((n) => n !== 0) }),
      fc.record({ do: fc.constantFrom('hold' as const, 'release' as const, 'redeem' as const), amount: fc.integer({ min: 1, max: 1500 }) }),
    ); // prettier-ignore
    await fc.assert(
      fc.asyncProperty(fc.array(step$, { minLength: 2, maxLength: 8 }), async (steps) => {
        await Promise.allSettled(
          steps.map(({ do: what, amount }) => {
            const body = { amount: cny(amount), reason };
            if (what === 'adjust') return api().adjustAccount({ params, body });
            if (what === 'hold') return api().holdAmount({ params, body });
            return what === 'release' ? api().releaseAmount({ params, body }) : redeem(amount);
          }),
        );
        const { rows } = await query<{ sum: string; held: string }>(
          `select sum(amount)::text as sum, sum(amount) filter (where account = 'held')::text as held from account_entry`,
        );
        expect(rows[0]!.sum ?? '0').toBe('0');
        expect(BigInt(rows[0]!.held ?? 0)).toBeGreaterThanOrEqual(0n);
      }),
      { numRuns: 12 },
    );
  });

  it('cannot be changed, not even by their owner', async () => {
    await adjust(100);
    await expect(query('update transfer set amount = 1')).rejects.toThrow('the ledger only grows');
    await expect(query('delete from account_entry')).rejects.toThrow('the ledger only grows');
  });

  it('refuse a transfer whose entries do not sum to zero', async () => {
    const insert = `insert into transfer (transfer_id, kind, payee_kind, payee_code, currency, from_account, to_account, amount,
      booked_on, reference, made_by) values (gen_random_uuid(), 'adjust', 'partner', 'AW1', 'CNY', 'expense', 'payable', 1,
      current_date, 'x', 'y')`;
    await expect(query(insert)).rejects.toThrow('two entries that sum to zero');
  });

  it('let a correction go below zero, and hold nothing that is not there', async () => {
    const hold = (amount: bigint) => api().holdAmount({ params, body: { amount: cny(amount), reason } });
    await adjust(-(await available()) - 500n);
    expect((await balanceOf())?.payable.amount).toBe('-500');
    await expect(hold(1n)).rejects.toMatchObject({ code: 'BALANCE_TOO_LOW' });
    await adjust(1500);
    await hold(600n);
    expect(await balanceOf()).toMatchObject({ payable: { amount: '400' } });
    await expect(hold(401n)).rejects.toMatchObject({ code: 'BALANCE_TOO_LOW' });
    await expect(hold(0n)).rejects.toMatchObject({ code: 'AMOUNT_NOT_POSITIVE' });
  });

  it('tell of every correction, and of none that was refused', async () => {
    const { transferId } = await adjust(-250);
    await expect(adjust(0)).rejects.toMatchObject({ code: 'AMOUNT_ZERO' });
    await app.settle();
    const told = (await app.published(accountAdjusted)).map(({ data }) => data);
    expect(told.filter((event) => event.transferId === transferId)).toMatchObject([
      { payeeKind: 'partner', payeeCode: 'AW1', amount: cny(-250), reason },
    ]);
    expect(told.some(({ amount }) => amount.amount === '0')).toBe(false);
  });

  it('are those of payees', async () => {
    const nobody = { params: { ...params, payeeCode: 'nobody' }, body: { amount: cny(1), reason } };
    await expect(api().adjustAccount(nobody)).rejects.toMatchObject({ code: 'PAYEE_NOT_FOUND' });
  });
});

describe('redeeming rebates against an order', () => {
  it('cannot overspend, however many ask at once', async () => {
    await adjust(1000n - (await available()));
    const asked = await Promise.allSettled([1, 2, 3, 4].map(() => redeem(300)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(await available()).toBe(100n);
  });

  it('is done once for an order, within its limit, and can be taken back once', async () => {
    await adjust(10_000);
    const before = await available();
    const first = await redeem(500, 'SO-1');
    expect(await redeem(500, 'SO-1')).toEqual(first);
    await app.settle();
    const told = (await app.published(redeemed)).filter(({ data }) => data.orderNumber === 'SO-1');
    expect(told.map(({ data }) => data.amount)).toEqual([cny(500)]);
    await expect(redeem(501, 'SO-1')).rejects.toMatchObject({ code: 'ORDER_REDEEMED_OTHERWISE' });
    const body = { partnerCode: 'AW1', orderNumber: 'SO-2', orderAmount: cny(1000), amount: cny(501) };
    await expect(api().redeem({ body })).rejects.toMatchObject({ code: 'ORDER_LIMIT_EXCEEDED' });
    const reversal = { params: { redemptionId: first.redemptionId }, body: { reason } };
    expect(await api().reverseRedemption(reversal)).toMatchObject({ isReversed: true });
    await expect(api().reverseRedemption(reversal)).rejects.toMatchObject({ code: 'REDEMPTION_REVERSED' });
    expect(await available()).toBe(before);
  });
});

describe('a payout batch', () => {
  const create = (over = {}) =>
    api('maker').createPayoutBatch({ body: { currency: 'CNY', holdDays: 0, minimum: '100', ...over } });
  const step = (batchId: string) => ({ params: { batchId } });

  it('pays what is due, once, after somebody else has approved it', async () => {
    await api().setBankAccount({ body: { ...bank, iban: IBAN } });
    await adjust(5000);
    const due = await available();
    await adjust(700, 'AW2');
    const batch = await create();
    expect(batch).toMatchObject({ status: 'draft', payees: 1, total: { amount: due.toString() } });
    expect(batch.carried).toMatchObject([{ payeeCode: 'AW2', because: 'no-bank-account', amount: { amount: '700' } }]);
    expect(await available()).toBe(0n);
    await expect(redeem(1)).rejects.toMatchObject({ code: 'BALANCE_TOO_LOW' });
    await expect(create()).rejects.toMatchObject({ code: 'NOTHING_TO_PAY' });
    await expect(api().markPayoutBatchPaid(step(batch.batchId))).rejects.toMatchObject({ code: 'PAYOUT_BATCH_NOT_IN_STATE' });
    await expect(api('maker').approvePayoutBatch(step(batch.batchId))).rejects.toMatchObject({ status: 403 });
    await api('checker').approvePayoutBatch(step(batch.batchId));
    const pain = await api().exportPayoutBatch({ ...step(batch.batchId), query: { format: 'pain.001' } });
    expect(pain.content).toContain('<IBAN>DE89370400440532013000</IBAN>');
    expect(pain.content).toContain(`<CtrlSum>${due / 100n}.${(due % 100n).toString().padStart(2, '0')}</CtrlSum>`);
    await api().markPayoutBatchPaid(step(batch.batchId));
    await expect(api().markPayoutBatchPaid(step(batch.batchId))).rejects.toMatchObject({ code: 'PAYOUT_BATCH_NOT_IN_STATE' });
    await app.settle();
    const told = (await app.published(payoutBatchPaid)).map(({ data }) => data);
    expect(told).toEqual([{ batchId: batch.batchId, payees: 1, total: cny(due) }]);
    expect(await balanceOf()).toMatchObject({ payable: { amount: '0' }, claimed: { amount: '0' }, available: { amount: '0' } });
    await adjust(150);
    expect(await create()).toMatchObject({ payees: 1, total: { amount: '150' } });
  }); // prettier-ignore

  it('is paid in another currency at the rate of its day, each payout rounded once', async () => {
    await adjust(10_001n - (await available()));
    await expect(create({ payIn: 'JPY' })).rejects.toMatchObject({ code: 'RATE_MISSING' });
    await api().setExchangeRates({
      body: [{ base: 'CNY', quote: 'JPY', validFrom: '2019-01-01', rate: '20.55' }],
    });
    const batch = await create({ payIn: 'JPY' });
    // 100.01 yuan at 20.55 are 2055.2055 yen.
    expect(batch).toMatchObject({
      total: cny(10_001n),
      payment: { total: { amount: '2055', currency: 'JPY' }, rate: '20.55' },
    });
    const { items } = await api().listPayouts({ ...step(batch.batchId), query: {} });
    expect(items).toMatchObject([{ amount: cny(10_001n), pays: { amount: '2055', currency: 'JPY' } }]);
    await api('checker').approvePayoutBatch(step(batch.batchId));
    const pain = await api().exportPayoutBatch({ ...step(batch.batchId), query: { format: 'pain.001' } });
    expect(pain.content).toContain('<InstdAmt Ccy="JPY">2055</InstdAmt>');
    await api().markPayoutBatchPaid(step(batch.batchId));
    expect(await available()).toBe(0n);
  });

  it('that is cancelled gives back what it had claimed', async () => {
    await adjust(900);
    const before = await available();
    const batch = await create();
    expect(await available()).toBe(0n);
    expect(await api().cancelPayoutBatch(step(batch.batchId))).toMatchObject({ status: 'cancelled' });
    expect(await available()).toBe(before);
  });

  it('leaves out what was booked too lately, and who is owed too little', async () => {
    await adjust(100n - (await available()));
    await expect(create({ holdDays: 5 })).rejects.toMatchObject({ code: 'NOTHING_TO_PAY' });
    await expect(create({ minimum: '100000' })).rejects.toMatchObject({ code: 'NOTHING_TO_PAY' });
  });

  it('claims an entry once when two batches are made at once', async () => {
    await adjust(400);
    const both = await Promise.allSettled([create(), create()]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it.each([
    [{ iban: 'DE88370400440532013000', accountNumber: null }, '/body/iban', 'not_an_iban'],
    [{ iban: null }, '/body/iban', 'either_or'],
    [{ iban: IBAN, accountNumber: '123' }, '/body/iban', 'either_or'],
  ])('is not paid to an account that cannot be: %j', async (over, pointer, code) => {
    await expect(api().setBankAccount({ body: { ...bank, ...over } })).rejects.toMatchObject({
      code: 'BANK_ACCOUNT_INVALID',
      details: { errors: [{ pointer, code }] },
    });
  });
});
