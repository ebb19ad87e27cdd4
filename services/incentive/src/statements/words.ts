import type { TransferKind } from '@quyu/incentive-contracts';

export type Language = 'en' | 'zh-CN';

interface Words {
  readonly title: string;
  readonly payee: Readonly<Record<'partner' | 'salesperson', string>>;
  readonly period: string;
  readonly currency: string;
  readonly issued: string;
  readonly preliminary: string;
  readonly columns: Readonly<Record<'date' | 'what' | 'amount' | 'balance' | 'held' | 'reason' | 'how' | 'kind' | 'plan' | 'component' | 'earnedIn', string>>;
  readonly opening: string;
  readonly closing: string;
  readonly heldBack: string;
  readonly nothing: string;
  readonly sums: string;
  readonly page: (page: number, pages: number) => string;
  readonly trueUp: (period: string, result: string) => string;
  readonly kinds: Readonly<Record<TransferKind, string>>;
} // prettier-ignore

/** All words of statements besides those of traces. */
export const words: Readonly<Record<Language, Words>> = {
  en: {
    title: 'Incentive statement',
    payee: { partner: 'Partner', salesperson: 'Salesperson' },
    period: 'Period',
    currency: 'Currency',
    issued: 'As of',
    preliminary: 'The period is not over: more may be booked.',
    columns: {
      date: 'Date', what: 'What', amount: 'Amount', balance: 'Balance', held: 'Held back', reason: 'Reason', how: 'How it came about',
      kind: 'Kind', plan: 'Plan', component: 'Component', earnedIn: 'Earned in',
    },
    opening: 'Opening balance',
    closing: 'Closing balance',
    heldBack: 'of it held back',
    nothing: 'Nothing was booked, and nothing is owed.',
    sums: 'Summary',
    page: (page, pages) => `Page ${page} of ${pages}`,
    trueUp: (period, result) => `true-up of ${period}, which comes to ${result} in all`,
    kinds: {
      accrue: 'Earned', adjust: 'Adjustment', hold: 'Held back', release: 'Released', pay: 'Paid', redeem: 'Redeemed against an order',
      'reverse-redemption': 'Redemption given back', expire: 'Expired',
    },
  },
  'zh-CN': {
    title: '激励对账单',
    payee: { partner: '渠道伙伴', salesperson: '销售人员' },
    period: '期间',
    currency: '币种',
    issued: '截至',
    preliminary: '本期尚未结束,可能还有新的入账。',
    columns: {
      date: '日期', what: '事项', amount: '金额', balance: '余额', held: '冻结', reason: '原因', how: '计算过程', kind: '类别', plan: '方案',
      component: '组成', earnedIn: '所属期间',
    },
    opening: '期初余额',
    closing: '期末余额',
    heldBack: '其中冻结',
    nothing: '本期无入账,也无余额。',
    sums: '汇总',
    page: (page, pages) => `第 ${page} 页,共 ${pages} 页`,
    trueUp: (period, result) => `${period} 的补差,该期合计 ${result}`,
    kinds: {
      accrue: '激励入账', adjust: '调整', hold: '冻结', release: '解冻', pay: '付款', redeem: '抵扣订单', 'reverse-redemption': '撤销抵扣',
      expire: '过期',
    },
  },
}; // prettier-ignore
