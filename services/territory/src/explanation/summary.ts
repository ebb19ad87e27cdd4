import type { Explanation } from '@quyu/territory-contracts';

interface Place {
  readonly territoryCode: string | null;
  readonly ruleCode: string | null;
  readonly contenders: readonly string[];
}

/** What decided, in a sentence. */
export function summarise(
  because: Explanation['because'],
  { territoryCode, ruleCode, contenders }: Place,
  applicable: number,
): Explanation['summary'] {
  const rule = ruleCode ?? '';
  const territory = territoryCode ?? '';
  const rules = contenders.join(', ');
  const texts: Readonly<Record<Explanation['because'], Explanation['summary']>> = {
    only: { en: `Rule ${rule} is the only one that applies: ${territory}.`, zh: `仅规则 ${rule} 适用，归属 ${territory}。` },
    priority: {
      en: `Of ${applicable} rules that apply, ${rule} has the highest priority: ${territory}.`,
      zh: `适用规则共 ${applicable} 条，${rule} 优先级最高，归属 ${territory}。`,
    },
    specificity: {
      en: `Of the rules with the highest priority, ${rule} is of the territory furthest down: ${territory}.`,
      zh: `同为最高优先级的规则中，${rule} 所在区域层级最低，归属 ${territory}。`,
    },
    'rule-code': {
      en: `Several rules of ${territory} apply; ${rule} is the first by code.`,
      zh: `${territory} 有多条规则适用，按编码取 ${rule}。`,
    },
    tie: { en: `Rules of several territories tie: ${rules}. A person has to decide.`, zh: `多个区域的规则并列：${rules}，需人工裁定。` },
    none: { en: 'No rule applies: a gap.', zh: '没有适用的规则：空白。' },
    pin: { en: `A person has put it in ${territory}, whatever the rules say.`, zh: `由人工指定归属 ${territory}，不受规则影响。` },
    kept: {
      en: `An earlier model put it in ${territory}, and the one in force left it there.`,
      zh: `由先前模型归入 ${territory}，现行模型予以保留。`,
    },
  };
  return texts[because];
} // prettier-ignore
