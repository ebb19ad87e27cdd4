import type { OrgUnit, Position, StaffingRule, UnitKind } from '@quyu/territory-contracts';
import type { Numbers } from './staffing.js';

interface Words {
  readonly en: string;
  readonly zh: string;
}

const KINDS: Readonly<Record<UnitKind, Words>> = {
  region: { en: 'region', zh: '区域' },
  city: { en: 'city', zh: '城市' },
  project: { en: 'project', zh: '项目' },
};

const POSITIONS: Readonly<Record<Position, Words>> = {
  lead: { en: 'lead', zh: '负责人' },
  manager: { en: 'manager', zh: '经理/主管' },
  'group-leader': { en: 'group leader', zh: '组长' },
  specialist: { en: 'specialist', zh: '专员' },
};

/** Says what a rule found in a unit, with the numbers and the rule. */
export function explainFinding(rule: StaffingRule, unit: OrgUnit, numbers: Numbers): Words {
  const kind = KINDS[unit.kind];
  const { finding, demand } = wordsOf(rule.check, numbers);
  return {
    en: `the ${kind.en} "${unit.code}" ${finding.en}; the rule "${rule.code}" (version ${rule.version}) ${demand.en}`,
    zh: `${kind.zh}“${unit.code}”${finding.zh};标准“${rule.code}”(第${rule.version}版)${demand.zh}`,
  };
}

interface Finding {
  readonly finding: Words;
  readonly demand: Words;
}

function wordsOf(check: StaffingRule['check'], numbers: Numbers): Finding {
  const { actual, staffCode, found } = numbers;
  switch (check.kind) {
    case 'headcount': {
      const who = whoIsCounted(check);
      return {
        finding: { en: `has ${actual} of: ${who.en}`, zh: `有${actual}名${who.zh}` },
        demand: { en: `asks for ${boundsEn(check)}`, zh: `要求${boundsZh(check)}` },
      };
    }
    case 'threshold': {
      const [position, basis] = [POSITIONS[check.position], POSITIONS[check.basis]];
      return {
        finding: { en: `has a ${position.en} and ${actual} of: ${basis.en}`, zh: `设有${position.zh},而${basis.zh}仅${actual}名` },
        demand: { en: `allows one from ${check.moreThan + 1} on`, zh: `要求超过${check.moreThan}名方可设置` },
      }; // prettier-ignore
    }
    case 'group-size':
      return {
        finding: groupWords(numbers),
        demand: { en: `asks for ${boundsEn(check)} to a group leader`, zh: `要求每个组长管理${boundsZh(check)}` },
      }; // prettier-ignore
    case 'grades': {
      const position = POSITIONS[check.position];
      const list = check.grades.join(', ');
      return {
        finding: {
          en: `has the ${position.en} "${staffCode}" with ${found === undefined ? 'no grade' : `the grade "${found}"`}`,
          zh: `的${position.zh}“${staffCode}”${found === undefined ? '没有职级' : `职级为“${found}”`}`,
        },
        demand: { en: `asks for one of: ${list}`, zh: `要求为以下之一:${list}` },
      };
    }
    default:
      throw new TypeError(`unknown staffing rule: ${JSON.stringify(check satisfies never)}`);
  }
}

function groupWords({ actual, staffCode, found }: Numbers): Words {
  if (found === undefined)
    return { en: `has the group leader "${staffCode}" who leads ${actual}`, zh: `的组长“${staffCode}”管理${actual}人` };
  return {
    en: `has ${actual} who name "${staffCode}" as their group leader, who is none there`,
    zh: `有${actual}人以“${staffCode}”为组长,但其并非该处组长`,
  };
} // prettier-ignore

function whoIsCounted(check: Extract<StaffingRule['check'], { kind: 'headcount' }>): Words {
  const { fullTime, sells, position } = check;
  const time = fullTime === undefined ? { en: '', zh: '' } : fullTime ? { en: 'full-time ', zh: '专职' } : { en: 'part-time ', zh: '兼职' };
  const selling = sells === undefined ? { en: '', zh: '' } : sells ? { en: ' who sells', zh: '参与销售的' } : { en: ' who does not sell', zh: '不参与销售的' };
  const { en, zh } = POSITIONS[position];
  return { en: `${time.en}${en}${selling.en}`, zh: `${selling.zh}${time.zh}${zh}` };
} // prettier-ignore

interface Bounds {
  readonly min: number;
  readonly max: number;
}

function boundsEn({ min, max }: Bounds): string {
  return min === max ? `exactly ${min}` : `${min} to ${max}`;
}

function boundsZh({ min, max }: Bounds): string {
  return min === max ? `恰好${min}名` : `${min}至${max}名`;
}
