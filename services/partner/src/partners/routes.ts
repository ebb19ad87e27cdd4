import {
  partnerEnrolled,
  partnerErrors,
  type PartnerProfile,
  partnerScreened,
  reviewDecided,
} from '@quyu/partner-contracts';
import {
  type Judgement,
  latestByKey,
  type Line,
  newValues,
  PAGE_DEFAULT,
  type Problem,
  takeLines,
} from '@quyu/plugin-kit';
import type { Context, RoutesOf, Tx } from '../context.js';
import { outcomeOf } from '../screening/screening.js';
import { insertPartners, lockKnown, updatePartners } from './enrolment-store.js';
import { type Enrolled, type Enrolment, type EnrolmentMeans, judgeProfiles } from './enrolment.js';
import { lockPartner, recordDecision } from './review-store.js';
import { assertDecidable, assertFound } from './review.js';
import {
  countPartners,
  selectPartner,
  selectPartnerByCode,
  selectPartners,
  streamPartners,
} from './store.js';

const EXPORT_PAGE = 500;

/** How partners are screened by the policy in force. */
type Screen = EnrolmentMeans['screen'];

/**
 * Enrolment of one partner by hand, and of many from the system they are kept in. Both take the same profile again as
 * nothing new. Another profile under a known code is refused by hand, where it is a mistake; a bulk request brings what
 * its source knows now, so there it is the partner's new profile.
 *
 * @param readScreen throws NO_SCREENING_POLICY while there is none.
 */
export function enrolmentRoutes(
  ctx: Context,
  readScreen: (db: Tx['db']) => Promise<Screen>,
): RoutesOf<'enrolPartner' | 'enrolPartners'> {
  const newId = (): string => ctx.newId();
  return {
    async enrolPartner({ body }, tx) {
      const screen = await readScreen(tx.db);
      const line = { line: 1, ok: true, value: body } as const;
      const [judgement] = await enrolLines(tx, [line], { screen, newId, changes: 'refused' });
      if (judgement?.kind === 'faulty') throw problemOf(judgement);
      return selectPartnerByCode(tx.db, body.code);
    },

    async enrolPartners({ body }) {
      await readScreen(ctx.db);
      return takeLines(body, (lines) =>
        ctx.transaction(async (tx) =>
          enrolLines(tx, lines, { screen: await readScreen(tx.db), newId, changes: 'taken' }),
        ),
      );
    },
  };
}

export function partnerRoutes(
  ctx: Context,
): RoutesOf<'listPartners' | 'exportPartners' | 'getPartner' | 'countPartners' | 'decideReview'> {
  return {
    listPartners: ({ query }) => selectPartners(ctx.db, { ...query, limit: query.limit ?? PAGE_DEFAULT }),

    exportPartners: () => streamPartners(ctx.db, EXPORT_PAGE),

    getPartner: async ({ params: { partnerId } }) =>
      assertFound(await selectPartner(ctx.db, partnerId), partnerId),

    countPartners: () => countPartners(ctx.db),

    async decideReview({ params: { partnerId }, body: { decision, reason }, caller, ifMatch }, tx) {
      const partner = assertFound(await lockPartner(tx.db, partnerId), partnerId);
      assertDecidable(partner, ifMatch);
      const made = { decision, reason, decided_by: caller.subject, decided_at: ctx.now() };
      const decided = await recordDecision(tx.db, { partner_id: partnerId, ...made });
      const { code } = partner;
      tx.publish(reviewDecided, { partnerId, code, decision, reason, decidedBy: caller.subject });
      return decided;
    },
  };
}

async function enrolLines(
  tx: Tx,
  lines: readonly Line<PartnerProfile>[],
  means: EnrolmentMeans,
): Promise<readonly Judgement<Enrolment>[]> {
  const profiles = lines.map(({ value }) => value);
  const known = await lockKnown(tx.db, profiles);
  const judged = judgeProfiles(known, lines, means);
  const late = await writePartners(tx, new Set(known.map(({ profile }) => profile.code)), newValues(judged));
  for (const enrolment of newValues(judged)) {
    if (!late.has(enrolment.partner.profile.code)) publishEnrolment(tx, enrolment);
  }
  if (late.size === 0) return judged;
  const lateLines = lines.filter(({ value }) => late.has(value.code));
  const again = (await enrolLines(tx, lateLines, means)).values();
  return judged.map((each, index) => (late.has(lines[index]!.value.code) ? again.next().value! : each));
}

/** @returns the codes of new partners that somebody else enrolled in the meantime: by now they are known. */
async function writePartners(
  tx: Tx,
  known: ReadonlySet<string>,
  enrolments: readonly Enrolment[],
): Promise<ReadonlySet<string>> {
  const codeOf = ({ profile }: Enrolled): string => profile.code;
  const latest = latestByKey(
    enrolments.map(({ partner }) => partner),
    codeOf,
  );
  const fresh = latest.filter((partner) => !known.has(codeOf(partner)));
  await updatePartners(
    tx.db,
    latest.filter((partner) => known.has(codeOf(partner))),
  );
  const inserted = await insertPartners(tx.db, fresh);
  return new Set(fresh.map(codeOf).filter((code) => !inserted.has(code)));
}

function publishEnrolment(tx: Tx, { partner, screened }: Enrolment): void {
  const { partnerId, profile, screening } = partner;
  const { code, externalId = null, name, type, address } = profile;
  tx.publish(partnerEnrolled, { partnerId, code, externalId, name, type, address });
  if (!screened) return;
  tx.publish(partnerScreened, { partnerId, code, outcome: outcomeOf(screening), screening });
}

function problemOf({ faults }: Extract<Judgement, { kind: 'faulty' }>): Problem {
  const [first] = faults;
  const make =
    first?.code === 'external_id_taken'
      ? partnerErrors.PARTNER_EXTERNAL_ID_TAKEN
      : partnerErrors.PARTNER_CODE_TAKEN;
  const errors = faults.map((fault) => ({ ...fault, pointer: `/body${fault.pointer}` }));
  return make({ errors, ...(first ? { detail: first.message } : {}) });
}
