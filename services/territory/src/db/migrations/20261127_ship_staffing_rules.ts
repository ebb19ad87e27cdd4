import { defineMigration } from '@quyu/plugin-kit';
import type { StaffingRule } from '@quyu/territory-contracts';
import { sql } from 'kysely';

/** The set that the product comes with (配置标准). Rows of the database once it is installed: change them there. */
export const shippedRules: readonly Pick<StaffingRule, 'code' | 'title' | 'check'>[] = [
  {
    code: 'one-lead-per-region',
    title: { en: 'One full-time lead for each region', zh: '每个区域配置1名专职区域渠道负责人' },
    check: { kind: 'headcount', unitKind: 'region', position: 'lead', fullTime: true, min: 1, max: 1 },
  },
  {
    code: 'one-lead-per-city',
    title: { en: 'One full-time lead for each city', zh: '每个城市配备1名专职城市渠道负责人' },
    check: { kind: 'headcount', unitKind: 'city', position: 'lead', fullTime: true, min: 1, max: 1 },
  },
  {
    code: 'one-manager-per-project',
    title: { en: 'One manager for each project', zh: '每个项目只设置1名渠道经理/主管' },
    check: { kind: 'headcount', unitKind: 'project', position: 'manager', min: 1, max: 1 },
  },
  {
    code: 'manager-does-not-sell',
    title: { en: 'The manager of a project does not sell', zh: '项目渠道经理/主管个人不参与销售' },
    check: { kind: 'headcount', unitKind: 'project', position: 'manager', sells: true, min: 0, max: 0 },
  },
  {
    code: 'group-leaders-from-13',
    title: {
      en: 'Group leaders only where a project has more than 12 specialists',
      zh: '项目渠道专员超过12人,方可设置组长',
    },
    check: {
      kind: 'threshold',
      unitKind: 'project',
      position: 'group-leader',
      basis: 'specialist',
      moreThan: 12,
    },
  },
  {
    code: 'groups-of-5-or-6',
    title: { en: 'Each group leader leads 5 or 6', zh: '每个组管理5-6人' },
    check: { kind: 'group-size', unitKind: 'project', min: 5, max: 6 },
  },
  {
    code: 'three-grades',
    title: { en: 'Specialists are senior, intermediate or junior', zh: '渠道专员分为高中初三档' },
    check: {
      kind: 'grades',
      unitKind: 'project',
      position: 'specialist',
      grades: ['senior', 'intermediate', 'junior'],
    },
  },
];

/** The first version of each; whoever sets one anew makes the next version. */
export const shipStaffingRules = defineMigration(sql`
  insert into staffing_rule (code, version, title, in_force, "check", set_at)
  select r.code, 1, r.title, true, r."check", now()
  from json_to_recordset(${JSON.stringify(shippedRules)}::json) as r (code text, title jsonb, "check" jsonb)`);
