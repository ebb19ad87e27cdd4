import { type Fault, type Judgement, type Line, platformErrors, type Problem } from '@quyu/plugin-kit';
import { type MarketProfile, type ProfileDraft, territoryErrors } from '@quyu/territory-contracts';
import { isPlannable } from '../facts/business-days.js';

/** When a profile of a territory is valid; the last day is null while it is open. */
export interface Validity {
  readonly profileId: string;
  readonly territoryCode: string;
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** A profile to write. */
export interface NewProfile {
  readonly profileId: string;
  readonly draft: ProfileDraft;
}

/** What drafts are judged against. */
export interface ProfileSurroundings {
  /** Codes of the drafts that are territories of the active model. */
  readonly territories: ReadonlySet<string>;
  /** The profiles of those territories as they are. */
  readonly validities: readonly Validity[];
  readonly newId: () => string;
}

/** Judges drafts in their order: one that overlaps a profile, or one earlier in the same request, is refused. */
export function judgeProfiles(
  { territories, validities, newId }: ProfileSurroundings,
  lines: readonly Line<ProfileDraft>[],
): readonly Judgement<NewProfile>[] {
  const soFar = [...validities];
  return lines.map(({ value: draft }) => {
    const faults = [...faultsOf(draft), ...strangers(draft, territories), ...overlaps(draft, soFar)];
    if (faults.length > 0) return { kind: 'faulty', faults };
    const profileId = newId();
    soFar.push(validityOf(profileId, draft));
    return { kind: 'new', value: { profileId, draft } };
  });
}

function validityOf(profileId: string, { territoryCode, validFrom, validTo }: ProfileDraft): Validity {
  return { profileId, territoryCode, validFrom, validTo: validTo ?? null };
}

/** What contradicts itself in a draft that parsed. */
export function faultsOf({
  validFrom,
  validTo,
  ownShareBp = 0,
  competitors,
}: ProfileDraft): readonly Fault[] {
  const dates = [['/validFrom', validFrom] as const, ['/validTo', validTo ?? validFrom] as const];
  const total = competitors.reduce((sum, { shareBp }) => sum + shareBp, ownShareBp);
  const names = competitors.map(({ name }) => name);
  return [
    ...dates
      .filter(([, date]) => !isPlannable(date))
      .map(([pointer]) => faultAt(pointer, 'date_out_of_range', 'must be between 1900 and 2199')),
    ...(validTo !== undefined && validTo < validFrom
      ? [faultAt('/validTo', 'end_before_start', `is before ${validFrom}`)]
      : []),
    ...(total > 10_000
      ? [faultAt('/competitors', 'shares_over_whole', `shares with ours are ${total} bp, over 10000`)]
      : []),
    ...names.flatMap((name, at) =>
      names.indexOf(name) === at
        ? []
        : [faultAt(`/competitors/${at}/name`, 'duplicate_competitor', `"${name}" is named already`)],
    ),
  ];
}

function strangers({ territoryCode }: ProfileDraft, territories: ReadonlySet<string>): readonly Fault[] {
  if (territories.has(territoryCode)) return [];
  return [
    faultAt('/territoryCode', 'unknown_territory', `the active model has no territory "${territoryCode}"`),
  ];
}

/** Faults of a draft that would be valid on a day on which another profile of its territory is. */
export function overlaps(
  draft: ProfileDraft,
  others: readonly Validity[],
  itself?: string,
): readonly Fault[] {
  return others
    .filter(
      (other) =>
        other.profileId !== itself &&
        other.territoryCode === draft.territoryCode &&
        (other.validTo === null || draft.validFrom <= other.validTo) &&
        (draft.validTo === undefined || other.validFrom <= draft.validTo),
    )
    .slice(0, 1)
    .map((other) =>
      faultAt('/validFrom', 'overlapping_dates', `overlaps the profile valid ${spanOf(other)}`),
    );
}

function spanOf({ validFrom, validTo }: Validity): string {
  return validTo === null ? `from ${validFrom}` : `from ${validFrom} to ${validTo}`;
}

/** The problem of a draft that was sent as a body of its own. */
export function problemOf(faults: readonly Fault[]): Problem {
  const errors = faults.map((fault) => ({ ...fault, pointer: `/body${fault.pointer}` }));
  const detail = errors.map(({ pointer, message }) => `${pointer}: ${message}`).join('; ');
  const isOverlap = faults.every(({ code }) => code === 'overlapping_dates');
  return (isOverlap ? territoryErrors.PROFILE_OVERLAP : platformErrors.INVALID_REQUEST)({ detail, errors });
}

/** @throws Problem PROFILE_NOT_FOUND */
export function assertFound(profile: MarketProfile | undefined, profileId: string): MarketProfile {
  if (profile) return profile;
  throw territoryErrors.PROFILE_NOT_FOUND({ detail: `there is no market profile ${profileId}` });
}

/** @throws Problem PROFILE_NOT_FOUND, VERSION_MISMATCH when it is not the version that was read. */
export function assertCurrent(
  profile: MarketProfile | undefined,
  profileId: string,
  versionRead: number | undefined,
): MarketProfile {
  const found = assertFound(profile, profileId);
  if (found.version === versionRead) return found;
  const detail = `the market profile ${profileId} has version ${found.version}, not ${versionRead}`;
  throw platformErrors.VERSION_MISMATCH({ detail });
}

function faultAt(pointer: string, code: string, message: string): Fault {
  return { pointer, code, message };
}
