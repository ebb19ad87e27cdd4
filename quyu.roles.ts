import { defineRoles } from '@quyu/plugin-kit';

/** What everybody in the company who works with the channel may look at. */
const look = ['territory:read', 'partner:read', 'incentive:read', 'marketing:read', 'feedback:read'];

/**
 * Who may do what. A token, or the file of grants, gives a person roles from here, each everywhere or within one territory,
 * organisational unit or partner. Change it to your own organisation: a permission that no plugin declares stops the boot.
 */
export const roles = defineRoles({
  operator: { title: { en: 'Operator', zh: '系统管理员' }, permissions: ['*'] },
  'region-lead': {
    title: { en: 'Region lead', zh: '区域负责人' },
    permissions: [
      ...look, 'territory:write', 'territory:review', 'partner:approve', 'marketing:write', 'feedback:review',
      'territory:profile', 'territory:objective', 'territory:target', 'territory:accept',
    ],
  },
  'city-lead': {
    title: { en: 'City lead', zh: '城市负责人' },
    permissions: [
      ...look, 'territory:review', 'partner:approve', 'feedback:write', 'feedback:review',
      'territory:profile', 'territory:objective', 'territory:target', 'territory:accept',
    ],
  },
  'project-manager': {
    title: { en: 'Project manager', zh: '项目经理' },
    permissions: [...look, 'partner:write', 'feedback:write', 'territory:accept'],
  },
  salesperson: {
    title: { en: 'Salesperson', zh: '销售人员' },
    permissions: ['territory:read', 'partner:read', 'incentive:read', 'incentive:simulate', 'incentive:dispute'],
  },
  finance: {
    title: { en: 'Finance', zh: '财务人员' },
    permissions: [
      ...look, 'incentive:import', 'incentive:rate', 'incentive:plan', 'incentive:simulate', 'incentive:calculate', 'incentive:approve',
      'incentive:dispute', 'incentive:settle', 'incentive:pay', 'marketing:policy', 'platform:read',
    ],
  },
  marketing: {
    title: { en: 'Marketing', zh: '市场人员' },
    permissions: [...look, 'marketing:write', 'feedback:write', 'feedback:policy', 'feedback:evaluate', 'feedback:review'],
  },
  'partner-admin': {
    title: { en: 'Partner administrator', zh: '伙伴管理员' },
    permissions: ['partner:read', 'incentive:read', 'incentive:dispute', 'marketing:read', 'feedback:read'],
  },
  'partner-user': {
    title: { en: 'Partner user', zh: '伙伴用户' },
    permissions: ['partner:read', 'marketing:read'],
  },
  auditor: {
    title: { en: 'Auditor', zh: '审计员' },
    permissions: [...look, 'platform:read', 'platform:audit'],
  },
  service: {
    title: { en: 'A service for itself', zh: '服务自身' },
    permissions: [...look, 'platform:read'],
  },
}); // prettier-ignore
