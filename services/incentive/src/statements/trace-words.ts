import type { TraceStep } from '@quyu/incentive-contracts';
import { exactAmountText } from '../currencies/amount-text.js';
import type { Language } from './words.js';

type Templates = Readonly<Record<string, string>>;

/** What each step of a trace says, with its inputs in braces. */
const EN: Templates = {
  sales: 'Sales {sales}',
  rate: '{sales} at {rateBp}',
  tier: '{slice} at {rateBp} (from {from})',
  'year-to-date': 'On {sales} since the beginning of the year',
  'earned-before': 'Less what was earned on {sales} before',
  units: '{counted} of {units} units at {amountPerUnit}',
  grown: '{sales} against {priorSales} before: at least {thresholdBp} of it',
  'not-grown': '{sales} against {priorSales} before: less than {thresholdBp} of it',
  attainment: 'Quota "{set}": {sales} of {quota}, weight {weightBp}',
  payout: 'Attainment {attainmentBp} pays {payoutBp} of {full}',
  'year-reached': 'The year reached {from} with {sales}',
  'year-too-low': 'The year did not reach {from}: {sales}',
  'a-period-too-low': 'A period of the year was below {everyPeriodFrom}',
  place: 'Place {place} (equal: {tied})',
  prorated: 'Took part {days} of the days',
  gate: 'Condition: found "{found}", {outcome}',
  cap: 'At most {cap}: {sum}, and {before} from before',
  floor: 'At least {floor}: {sum}, and {before} from before',
  draw: 'Advance {drawn}, taken back {recovered}, owed {owed}',
  holdback: 'Withheld {share}, released {released}',
  clawback: 'Carried forward {before}, now {owed}',
  'no-longer-earned': 'No longer earned',
  'module-not-installed': 'The module that calculated this is not installed',
};

const ZH: Templates = {
  sales: '销售额 {sales}',
  rate: '{sales} × {rateBp}',
  tier: '{slice} × {rateBp}(自 {from} 起)',
  'year-to-date': '年初至今 {sales}',
  'earned-before': '减去此前 {sales} 已得',
  units: '{units} 件中计 {counted} 件,每件 {amountPerUnit}',
  grown: '{sales},上期 {priorSales}:达到其 {thresholdBp}',
  'not-grown': '{sales},上期 {priorSales}:未达到其 {thresholdBp}',
  attainment: '指标“{set}”:完成 {sales},目标 {quota},权重 {weightBp}',
  payout: '完成率 {attainmentBp},按 {full} 的 {payoutBp} 发放',
  'year-reached': '全年 {sales},达到 {from}',
  'year-too-low': '全年 {sales},未达到 {from}',
  'a-period-too-low': '年内有期间低于 {everyPeriodFrom}',
  place: '第 {place} 名(并列 {tied})',
  prorated: '参与天数 {days}',
  gate: '条件:实际“{found}”,{outcome}',
  cap: '上限 {cap}:本期 {sum},以前 {before}',
  floor: '下限 {floor}:本期 {sum},以前 {before}',
  draw: '预支 {drawn},扣回 {recovered},尚欠 {owed}',
  holdback: '留存 {share},释放 {released}',
  clawback: '结转 {before},现为 {owed}',
  'no-longer-earned': '不再获得',
  'module-not-installed': '计算此项的模块未安装',
};

const OUTCOMES: Readonly<Record<Language, Templates>> = {
  en: { holds: 'it holds', lose: 'it does not hold: lost', hold: 'it does not hold: kept for later' },
  'zh-CN': { holds: '满足', lose: '不满足:不予发放', hold: '不满足:暂存' },
};
const ROUNDED = { en: 'Rounded half up: {exact}', 'zh-CN': '四舍五入:{exact}' };
/** Inputs that are amounts or counts of what the component measures. */
const MEASURED = new Set(['sales', 'priorSales', 'slice', 'from', 'quota', 'everyPeriodFrom']);
const AMOUNTS = new Set([
  'full', 'amountPerUnit', 'sum', 'before', 'cap', 'floor', 'drawn', 'recovered', 'owed', 'share', 'released', 'exact', 'earned',
]); // prettier-ignore

/** How to read the numbers of a trace. */
export interface TraceReading {
  readonly currency: string;
  /** Whether the component measures amounts, or else pieces or orders. */
  readonly measuresAmounts: boolean;
  readonly language: Language;
}

/** A step of a trace as a sentence, with what it earned. A step of a module is shown as it is. */
export function traceSentence({ step, inputs }: TraceStep, reading: TraceReading): string {
  const { currency, language } = reading;
  const template =
    step === 'rounded-half-up' ? ROUNDED[language] : (language === 'en' ? EN : ZH)[step];
  if (template === undefined) return `${step}: ${JSON.stringify(inputs)}`;
  const text = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => inputText(name, inputs[name] ?? '', reading));
  const { earned } = inputs;
  return earned === undefined ? text : `${text} = ${exactAmountText(earned, currency)}`;
} // prettier-ignore

function inputText(
  name: string,
  value: string,
  { currency, measuresAmounts, language }: TraceReading,
): string {
  if (name === 'outcome') return OUTCOMES[language][value] ?? value;
  if (!/^-?\d+([./]\d+)?$/.test(value)) return value;
  if (name.endsWith('Bp')) return `${percent(value)} %`;
  if (AMOUNTS.has(name) || (measuresAmounts && MEASURED.has(name))) return exactAmountText(value, currency);
  return value;
}

/** Basis points as per cent. @example percent('150') // '1.5' */
function percent(bp: string): string {
  return exactAmountText(bp, 'USD')
    .replace(/\.(\d*?)0+$/, '.$1')
    .replace(/\.$/, '');
}
