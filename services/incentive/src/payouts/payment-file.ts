import { create } from 'xmlbuilder2';
import { csvCell } from '../csv-cell.js';
import { amountDecimal } from '../currencies/amount-text.js';

/** A payment as a bank needs it. */
export interface Payment {
  readonly payoutId: string;
  readonly payeeCode: string;
  readonly amount: bigint;
  readonly holder: string;
  readonly iban: string | null;
  readonly accountNumber: string | null;
  readonly bic: string;
}

/** Who pays. */
export interface Debtor {
  readonly name: string;
  readonly iban: string;
  readonly bic: string;
}

/** Payments that are made together. */
export interface PaymentOrder {
  readonly batchId: string;
  readonly currency: string;
  /** ISO 8601, without fractions of seconds. */
  readonly madeAt: string;
  readonly executeOn: string;
  readonly payments: readonly Payment[];
}

/** A customer credit transfer initiation of ISO 20022: pain.001.001.09. The same order gives the same text. */
export function painOf(order: PaymentOrder, debtor: Debtor): string {
  const { batchId, currency, madeAt, executeOn, payments } = order;
  const count = String(payments.length);
  const total = amountDecimal(
    payments.reduce((sum, { amount }) => sum + amount, 0n),
    currency,
  );
  const id = withoutDashes(batchId);
  const document = {
    Document: {
      '@xmlns': 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09',
      CstmrCdtTrfInitn: {
        GrpHdr: { MsgId: id, CreDtTm: madeAt, NbOfTxs: count, CtrlSum: total, InitgPty: { Nm: debtor.name } },
        PmtInf: {
          PmtInfId: id,
          PmtMtd: 'TRF',
          NbOfTxs: count,
          CtrlSum: total,
          ReqdExctnDt: { Dt: executeOn },
          Dbtr: { Nm: debtor.name },
          DbtrAcct: { Id: { IBAN: debtor.iban } },
          DbtrAgt: { FinInstnId: { BICFI: debtor.bic } },
          CdtTrfTxInf: payments.map((payment) => transferOf(payment, currency)),
        },
      },
    },
  };
  return create({ version: '1.0', encoding: 'UTF-8' }, document).end({ prettyPrint: true });
}

function transferOf(
  { payoutId, amount, holder, iban, accountNumber, bic, payeeCode }: Payment,
  currency: string,
) {
  return {
    PmtId: { EndToEndId: withoutDashes(payoutId) },
    Amt: { InstdAmt: { '@Ccy': currency, '#': amountDecimal(amount, currency) } },
    CdtrAgt: { FinInstnId: { BICFI: bic } },
    Cdtr: { Nm: holder },
    CdtrAcct: { Id: iban === null ? { Othr: { Id: accountNumber } } : { IBAN: iban } },
    RmtInf: { Ustrd: `Incentive ${payeeCode}`.slice(0, 140) },
  };
}

/** The same as a table. What a spreadsheet would take for a formula stands behind an apostrophe. */
export function paymentsCsv({ currency, payments }: PaymentOrder): string {
  const rows = payments.map(({ payoutId, payeeCode, holder, iban, accountNumber, bic, amount }) =>
    [
      payoutId,
      payeeCode,
      holder,
      iban ?? '',
      accountNumber ?? '',
      bic,
      amountDecimal(amount, currency),
      currency,
    ]
      .map(csvCell)
      .join(','),
  );
  return ['payout,payee,holder,iban,account,bic,amount,currency', ...rows, ''].join('\r\n');
}

function withoutDashes(id: string): string {
  return id.replaceAll('-', '');
}
