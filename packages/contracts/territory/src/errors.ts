import { defineErrors } from '@quyu/contract-kit';

export const territoryErrors = defineErrors({
  MODEL_NOT_FOUND: { status: 404, title: { en: 'Territory model not found', zh: '找不到区域模型' } },
  MODEL_CODE_TAKEN: { status: 409, title: { en: 'The model code is in use', zh: '区域模型编码已被使用' } },
  MODEL_NOT_PLANNING: {
    status: 409,
    title: { en: 'Only a planning model can be changed', zh: '只有规划中的模型可以修改' },
  },
  MODEL_EMPTY: { status: 409, title: { en: 'The model has no territories', zh: '模型中没有区域' } },
  MODEL_HAS_CONFLICTS: {
    status: 409,
    title: { en: 'The model leaves accounts that a person must decide on', zh: '模型中存在需人工裁定的客户' },
  },
  MODEL_DROPS_TERRITORIES: {
    status: 409,
    title: {
      en: 'The model has no place for accounts that must not move',
      zh: '模型缺少不可移动客户所在的区域',
    },
  },
  EFFECTIVE_DATE_TAKEN: {
    status: 409,
    title: { en: 'Another model becomes active on that day', zh: '该日期已有其他模型生效' },
  },
  EFFECTIVE_DATE_PAST: {
    status: 409,
    title: { en: 'The day has already begun', zh: '生效日期必须晚于今天' },
  },
  TERRITORY_NOT_FOUND: { status: 404, title: { en: 'No such territory', zh: '找不到该区域' } },
  TERRITORY_IN_USE: {
    status: 409,
    title: { en: 'The territory has others or rules below it', zh: '区域下仍有下级区域或规则' },
  },
  RULE_NOT_FOUND: { status: 404, title: { en: 'No such rule', zh: '找不到该规则' } },
  PIN_NOT_FOUND: { status: 404, title: { en: 'The account is not pinned', zh: '该客户未被固定' } },
  NOT_IN_CONFLICT: { status: 409, title: { en: 'The account is not in conflict', zh: '该客户没有冲突' } },
  NOT_A_CONTENDER: {
    status: 409,
    title: { en: 'The rule does not contend for the account', zh: '该规则不是冲突的一方' },
  },
  PREVIEW_NOT_FOUND: { status: 404, title: { en: 'No such preview', zh: '找不到该预览' } },
  SUBJECT_NOT_FOUND: { status: 404, title: { en: 'No such account is known', zh: '找不到该客户' } },
});
