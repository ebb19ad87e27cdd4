import type { ActionKind, Recommendation } from '@quyu/feedback-contracts';
import { type Selectable, sql } from 'kysely';
import type { Db, RecommendationTable } from '../db/schema.js';
import type { PartnerRange } from './evaluation.js';
import type { ScoreScope } from './store.js';

/** Stores recommendations. @returns those that are new or other than before. */
export async function saveRecommendations(
  db: Db,
  code: string,
  recommendations: readonly Recommendation[],
): Promise<Recommendation[]> {
  if (recommendations.length === 0) return [];
  const news = await db
    .insertInto('recommendation')
    .values(
      recommendations.map(({ partnerId, partnerCode, year, kind, grade, reason }) => ({
        scorecard_code: code,
        year,
        partner_id: partnerId,
        kind,
        partner_code: partnerCode,
        grade,
        reason,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['scorecard_code', 'year', 'partner_id', 'kind'])
        .doUpdateSet((eb) => ({
          partner_code: eb.ref('excluded.partner_code'),
          grade: eb.ref('excluded.grade'),
          reason: eb.ref('excluded.reason'),
        }))
        .where(
          sql<boolean>`(recommendation.partner_code, recommendation.grade, recommendation.reason)
            is distinct from (excluded.partner_code, excluded.grade, excluded.reason)`,
        ),
    )
    .returningAll()
    .execute();
  return news.map(recommendationOf);
}

/** Removes what is recommended for a range of partners, besides what still holds. @returns how many. */
export async function removeOtherRecommendations(
  db: Db,
  { code, year }: ScoreScope,
  range: PartnerRange,
  holding: readonly Recommendation[],
): Promise<number> {
  const partners = holding.map(({ partnerId }) => partnerId);
  const kinds = holding.map(({ kind }) => kind);
  let others = db
    .deleteFrom('recommendation')
    .where('scorecard_code', '=', code)
    .where('year', '=', year)
    .where(
      sql<boolean>`(partner_id, kind) not in (select * from unnest(${partners}::uuid[], ${kinds}::text[]))`,
    );
  if (range.after !== undefined) others = others.where('partner_id', '>', range.after);
  if (range.upTo !== undefined) others = others.where('partner_id', '<=', range.upTo);
  const { numDeletedRows } = await others.executeTakeFirst();
  return Number(numDeletedRows);
}

/** Recommendations in the order of partner codes, after one of them; of one kind only if asked. */
export async function readRecommendations(
  db: Db,
  { code, year }: ScoreScope,
  query: {
    readonly after: readonly [partnerCode: string, partnerId: string, kind: string] | undefined;
    readonly kind: ActionKind | undefined;
    readonly limit: number;
  },
): Promise<Recommendation[]> {
  const { after, kind, limit } = query;
  let found = db
    .selectFrom('recommendation')
    .selectAll()
    .where('scorecard_code', '=', code)
    .where('year', '=', year)
    .orderBy('partner_code')
    .orderBy('partner_id')
    .orderBy('kind')
    .limit(limit);
  if (kind !== undefined) found = found.where('kind', '=', kind);
  if (after) {
    const [partnerCode, partnerId, afterKind] = after;
    const key = sql`(${partnerCode}, ${partnerId}::uuid, ${afterKind})`;
    found = found.where(sql<boolean>`(partner_code, partner_id, kind) > ${key}`);
  }
  return (await found.execute()).map(recommendationOf);
}

/** How many recommendations there are of each kind. */
export async function countActions(db: Db, { code, year }: ScoreScope): Promise<Map<ActionKind, number>> {
  const rows = await db
    .selectFrom('recommendation')
    .select(['kind', sql<string>`count(*)`.as('partners')])
    .where('scorecard_code', '=', code)
    .where('year', '=', year)
    .groupBy('kind')
    .execute();
  return new Map(rows.map(({ kind, partners }) => [kind, Number(partners)]));
}

function recommendationOf(row: Selectable<RecommendationTable>): Recommendation {
  const { partner_id: partnerId, partner_code: partnerCode, year, kind, grade, reason } = row;
  return { partnerId, partnerCode, year, kind, grade, reason };
}
