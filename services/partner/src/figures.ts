import { defineFigure, type Figures } from '@quyu/plugin-kit';
import type { PartnerDb } from './db/schema.js';

/** Whom the channel consists of, and who waits for a decision. */
export const partnerFigures: Figures<PartnerDb> = {
  partners: defineFigure<PartnerDb, 'status' | 'grade'>({
    help: {
      en: 'Partners by standing and grade; "review" are applications that wait for a decision',
      zh: '各状态与等级伙伴数（review 为待审申请）',
    },
    labels: ['status', 'grade'],
    read: (db) =>
      db
        .selectFrom('partner')
        .select(({ fn, val }) => [
          'status',
          fn.coalesce('grade', val('none')).as('grade'),
          fn.countAll().as('value'),
        ])
        .groupBy(['status', 'grade'])
        .execute(),
  }),
};
