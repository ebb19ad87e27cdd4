import type { Person } from './person.js';

const EVERYWHERE = { en: 'Everywhere', zh: '全部' };

/**
 * One person for each role, with grants that make sense on the bundled market. Those who sell are staff of it, by the code
 * of their line in salespeople.csv; territories and the partner are known by the codes they are imported with.
 */
export const SAMPLE_PEOPLE: readonly Person[] = [
  {
    id: 'ines.okafor',
    name: { en: 'Ines Okafor', zh: '欧伊妮' },
    role: { en: 'Operator', zh: '平台运维' },
    scope: EVERYWHERE,
    grants: [{ role: 'operator' }],
  },
  {
    id: 'stephen.jiang',
    name: { en: 'Stephen Jiang', zh: '蒋思文' },
    role: { en: 'Region lead', zh: '大区负责人' },
    scope: { en: 'Territory North America', zh: '北美区域' },
    grants: [{ role: 'region-lead', within: { kind: 'territory', id: 'north-america' } }],
  },
  {
    id: 'david.campbell',
    name: { en: 'David Campbell', zh: '康大卫' },
    role: { en: 'City lead', zh: '城市负责人' },
    scope: { en: 'Territory Northwest', zh: '美国西北区域' },
    grants: [{ role: 'city-lead', within: { kind: 'territory', id: 'northwest' } }],
  },
  {
    id: 'amy.alberts',
    name: { en: 'Amy Alberts', zh: '艾米' },
    role: { en: 'Project manager', zh: '项目经理' },
    scope: { en: 'Unit of Amy Alberts', zh: '艾米团队' },
    grants: [{ role: 'project-manager', within: { kind: 'org-unit', id: '290' } }],
  },
  {
    id: 'pamela.ansman',
    name: { en: 'Pamela Ansman-Wolfe', zh: '安帕梅' },
    role: { en: 'Salesperson', zh: '销售人员' },
    scope: { en: 'Own accounts', zh: '本人客户' },
    grants: [{ role: 'salesperson', within: { kind: 'org-unit', id: '286' } }],
  },
  {
    id: 'laila.haddad',
    name: { en: 'Laila Haddad', zh: '何莱拉' },
    role: { en: 'Finance', zh: '财务' },
    scope: EVERYWHERE,
    grants: [{ role: 'finance' }],
  },
  {
    id: 'chen.yue',
    name: { en: 'Chen Yue', zh: '陈悦' },
    role: { en: 'Marketing', zh: '市场推广' },
    scope: EVERYWHERE,
    grants: [{ role: 'marketing' }],
  },
  {
    id: 'greg.lindqvist',
    name: { en: 'Greg Lindqvist', zh: '林格雷' },
    role: { en: 'Partner admin', zh: '伙伴管理员' },
    scope: { en: 'Partner Closeout Boutique', zh: '所属伙伴' },
    grants: [{ role: 'partner-admin', within: { kind: 'partner', id: 'AW00000236' } }],
  },
  {
    id: 'noor.rahman',
    name: { en: 'Noor Rahman', zh: '罗努尔' },
    role: { en: 'Partner user', zh: '伙伴用户' },
    scope: { en: 'Partner Closeout Boutique', zh: '所属伙伴' },
    grants: [{ role: 'partner-user', within: { kind: 'partner', id: 'AW00000236' } }],
  },
  {
    id: 'tomas.vega',
    name: { en: 'Tomás Vega', zh: '魏托马' },
    role: { en: 'Auditor', zh: '审计' },
    scope: EVERYWHERE,
    grants: [{ role: 'auditor' }],
  },
];
