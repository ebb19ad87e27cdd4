import { defineErrors } from '@quyu/contract-kit';

export const territoryErrors = defineErrors({
  MODEL_NOT_FOUND: { status: 404, title: { en: 'Territory model not found', zh: '找不到区域模型' } },
  MODEL_CODE_TAKEN: { status: 409, title: { en: 'The model code is in use', zh: '区域模型编码已被使用' } },
  MODEL_NOT_PLANNING: {
    status: 409,
    title: { en: 'Only a planning model can be changed', zh: '只有规划中的模型可以修改' },
  },
  MODEL_EMPTY: { status: 409, title: { en: 'The model has no territories', zh: '模型中没有区域' } },
  ALIGNMENT_NOT_FOUND: { status: 404, title: { en: 'No such alignment', zh: '找不到该均衡方案' } },
  DIVISION_NOT_FOUND: {
    status: 404,
    title: { en: 'No such administrative division', zh: '找不到该行政区划' },
  },
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
  ORG_UNIT_NOT_FOUND: { status: 404, title: { en: 'Organisational unit not found', zh: '找不到组织单元' } },
  DIVERSION_NOT_FOUND: { status: 404, title: { en: 'No such evidence of diversion', zh: '找不到窜货证据' } },
  DIVERSION_NOT_OPEN: { status: 409, title: { en: 'The evidence is not open', zh: '窜货证据已关闭' } },
  PROFILE_NOT_FOUND: { status: 404, title: { en: 'Market profile not found', zh: '找不到市场概况' } },
  PROFILE_OVERLAP: {
    status: 409,
    title: { en: 'Another profile of the territory is valid at that time', zh: '该区域在此期间已有市场概况' },
  },
  PROFILE_CURRENCY_NEEDED: {
    status: 409,
    title: { en: 'The profiles are in several currencies: choose one', zh: '市场概况含多种币种,请指定币种' },
  },
  NO_ATTRACTIVENESS_POLICY: {
    status: 409,
    title: { en: 'No weights of attractiveness are set', zh: '尚未设定区域吸引力评分权重' },
  },
  OBJECTIVE_NOT_FOUND: { status: 404, title: { en: 'Objective not found', zh: '找不到市场目标' } },
  OBJECTIVE_CODE_TAKEN: {
    status: 409,
    title: { en: 'The objective code is in use', zh: '市场目标编码已被使用' },
  },
  NO_ACTIVE_MODEL: { status: 409, title: { en: 'No territory model is active', zh: '没有启用中的区域模型' } },
  TARGET_NOT_FOUND: { status: 404, title: { en: 'Target not found', zh: '找不到销售指标' } },
  TARGET_CODE_TAKEN: { status: 409, title: { en: 'The target code is in use', zh: '销售指标编码已被使用' } },
  TARGET_NO_BASIS: {
    status: 409,
    title: { en: 'There is nothing to divide the target by', zh: '缺少指标分解依据' },
  },
  TARGET_OVER_ALLOCATED: {
    status: 409,
    title: { en: 'The parts are more than the whole', zh: '分解之和超过上级指标' },
  },
  TARGET_UNDER_ALLOCATED: {
    status: 409,
    title: { en: 'The parts are less than the whole', zh: '分解之和低于上级指标' },
  },
  TARGET_NOTHING_TO_ISSUE: {
    status: 409,
    title: { en: 'Nothing is new, changed or objected to', zh: '没有需要下达的指标' },
  },
  TARGET_NODE_NOT_FOUND: {
    status: 404,
    title: { en: 'No such part of a target is known', zh: '找不到该区域指标' },
  },
  TARGET_NOT_ISSUED: {
    status: 409,
    title: { en: 'The target is not waiting to be accepted', zh: '该指标不在待接受状态' },
  },
});
