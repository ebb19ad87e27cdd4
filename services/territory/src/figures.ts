import { defineFigure, type Figures } from '@quyu/plugin-kit';
import type { TerritoryDb } from './db/schema.js';

/** What a territory team looks at from day to day. */
export const territoryFigures: Figures<TerritoryDb> = {
  subjects: defineFigure<TerritoryDb, 'status'>({
    help: { en: 'Accounts by where the active model puts them', zh: '客户归属情况（已归属、空白、冲突）' },
    labels: ['status'],
    read: (db) =>
      db
        .selectFrom('assignment')
        .select(({ fn }) => ['status', fn.countAll().as('value')])
        .groupBy('status')
        .execute(),
  }),
  diversions: defineFigure<TerritoryDb, 'severity'>({
    help: { en: 'Cases of diversion that are open', zh: '未结窜货案件' },
    labels: ['severity'],
    read: (db) =>
      db
        .selectFrom('diversion')
        .select(({ fn, val }) => [
          fn.coalesce('severity', val('none')).as('severity'),
          fn.countAll().as('value'),
        ])
        .where('status', '=', 'open')
        .groupBy('severity')
        .execute(),
  }),
  staffing_violations: defineFigure<TerritoryDb>({
    help: { en: 'Staffing rules that are broken now, by unit and person', zh: '当前人员配置违规' },
    read: (db) =>
      db
        .selectFrom('staffing_violation')
        .select(({ fn }) => fn.countAll().as('value'))
        .where('resolved_on', 'is', null)
        .execute(),
  }),
};
