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
  SUBJECT_NOT_FOUND: { status: 404, title: { en: 'No such account is known', zh: '找不到该客户' } },
});
