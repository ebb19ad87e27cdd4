import { create } from 'xmlbuilder2';
import { describe, expect, it } from 'vitest';
import { painOf, paymentsCsv } from './payment-file.js';

const payment = (over = {}) => ({
  payoutId: '0198c0de-0000-7000-8000-0000000000a1', payeeCode: 'AW1', amount: 1234n, holder: 'Müller & Söhne <KG>',
  iban: 'DE89370400440532013000', accountNumber: null, bic: 'COBADEFFXXX', ...over,
}); // prettier-ignore
const order = (currency: string, ...payments: ReturnType<typeof payment>[]) => ({
  batchId: '0198c0de-0000-7000-8000-0000000000b1',
  currency,
  madeAt: '2026-11-26T01:00:00',
  executeOn: '2026-11-26',
  payments,
});
const debtor = { name: 'Quyu', iban: 'DE89370400440532013000', bic: 'COBADEFFXXX' };

describe('a file for the bank', () => {
  it('says how many payments there are and what they sum to, in the group and in the payment', () => {
    const xml = painOf(
      order('CNY', payment(), payment({ amount: 5n, payoutId: '0198c0de-0000-7000-8000-0000000000a2' })),
      debtor,
    );
    expect(xml.match(/<CtrlSum>12\.39<\/CtrlSum>/g)).toHaveLength(2);
    expect(xml.match(/<NbOfTxs>2<\/NbOfTxs>/g)).toHaveLength(2);
    expect(new Set(xml.match(/<EndToEndId>\w{1,35}<\/EndToEndId>/g)).size).toBe(2);
    expect(xml).toContain('<InstdAmt Ccy="CNY">12.34</InstdAmt>');
    expect(xml).toContain('Müller &amp; Söhne &lt;KG&gt;');
    expect(() => create(xml)).not.toThrow();
  });

  it('knows the decimals of currencies, and accounts without an IBAN', () => {
    const xml = painOf(order('JPY', payment({ iban: null, accountNumber: '6222021234' })), debtor);
    expect(xml).toContain('<InstdAmt Ccy="JPY">1234</InstdAmt>');
    expect(xml).toContain('<Othr>');
  });

  it('as a table holds no formulas', () => {
    const csv = paymentsCsv(order('CNY', payment({ holder: '=cmd|"/c calc"!A1' })));
    expect(csv).toContain(`"'=cmd|""/c calc""!A1"`);
    expect(csv.split('\r\n')[1]).toContain('12.34,CNY');
  });
});
