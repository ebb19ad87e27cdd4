import { isDeepStrictEqual } from 'node:util';
import type { PartnerProfile, PartnerStatus, Screening } from '@quyu/partner-contracts';
import type { Judgement, Line } from '@quyu/plugin-kit';
import type { Decision } from '../db/schema.js';
import { outcomeOf } from '../screening/screening.js';

/** What enrolling knows of a partner. */
export interface Enrolled {
  readonly partnerId: string;
  readonly profile: PartnerProfile;
  readonly status: PartnerStatus;
  /** What a person decided in a review, if one did. */
  readonly decision: Decision | null;
  readonly screening: Screening;
  readonly version: number;
}

/** A partner that is new, or whose profile has changed. */
export interface Enrolment {
  readonly partner: Enrolled;
  /** Whether the screening gave it its status: that must be told. */
  readonly screened: boolean;
}

/** What enrolling needs besides the profiles. */
export interface EnrolmentMeans {
  readonly screen: (profile: PartnerProfile) => Screening;
  readonly newId: () => string;
  /** Whether another profile under a known code is that partner's new one, or somebody's mistake. */
  readonly changes: 'taken' | 'refused';
}

/**
 * Judges profiles in their order; a partner is known by its code.
 *
 * - The same profile again is unchanged, even where the policy in force would now screen it otherwise.
 * - Another profile, where changes are taken, raises the version and is screened by the policy in force. The outcome
 *   becomes the status, except that what a person decided in a review stands: a profile cannot undo it.
 * - An external id that another partner has is a fault.
 *
 * @param known every partner that has the code or the external id of one of the profiles.
 */
export function judgeProfiles(
  known: readonly Enrolled[],
  lines: readonly Line<PartnerProfile>[],
  means: EnrolmentMeans,
): readonly Judgement<Enrolment>[] {
  const byCode = new Map(known.map((partner) => [partner.profile.code, partner]));
  return lines.map(({ value: profile }) => {
    const there = byCode.get(profile.code);
    if (there && isDeepStrictEqual(there.profile, profile)) return { kind: 'unchanged' };
    if (there && means.changes === 'refused') return codeTaken(profile.code);
    const holder = holderOf(profile.externalId, byCode);
    if (holder && holder !== there) return externalIdTaken(holder);
    const enrolment = enrol(there, profile, means);
    byCode.set(profile.code, enrolment.partner);
    return { kind: 'new', value: enrolment };
  });
}

function enrol(
  there: Enrolled | undefined,
  profile: PartnerProfile,
  { screen, newId }: EnrolmentMeans,
): Enrolment {
  const screening = screen(profile);
  const decision = there?.decision ?? null;
  const status = decision ? statusBy(decision) : outcomeOf(screening);
  const partnerId = there?.partnerId ?? newId();
  const version = (there?.version ?? 0) + 1;
  const partner = { partnerId, profile, status, decision, screening, version };
  return { partner, screened: status !== there?.status };
}

/** The status a person's decision gives. */
export function statusBy(decision: Decision): PartnerStatus {
  return decision === 'approve' ? 'approved' : 'declined';
}

function holderOf(
  externalId: string | undefined,
  partners: ReadonlyMap<string, Enrolled>,
): Enrolled | undefined {
  if (externalId === undefined) return undefined;
  return [...partners.values()].find(({ profile }) => profile.externalId === externalId);
}

function codeTaken(code: string): Judgement<Enrolment> {
  const message = `there is a partner "${code}" with another profile`;
  return { kind: 'faulty', faults: [{ pointer: '/code', code: 'code_taken', message }] };
}

function externalIdTaken({ profile: { code, externalId } }: Enrolled): Judgement<Enrolment> {
  const message = `the partner "${code}" has the external id "${externalId}"`;
  return { kind: 'faulty', faults: [{ pointer: '/externalId', code: 'external_id_taken', message }] };
}
