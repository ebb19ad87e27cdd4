import { type Fault, type Judgement, judgeReplacements, type Line } from '@quyu/plugin-kit';
import type { PartnerGrant, PartnerGrantLine } from '@quyu/territory-contracts';
import { endsBeforeItBegins, overlap } from '../periods.js';

/** What a new grant must fit. */
export interface GrantSurroundings {
  /** Every exclusive grant, and those with the codes of the lines. */
  readonly grants: readonly PartnerGrant[];
  /** Paths of the active model's territories that any of the grants or lines name, by code. */
  readonly paths: ReadonlyMap<string, readonly string[]>;
}

/** Judges grants in their order: a code that is known already and has other content is a change of that grant. */
export function judgeGrants(
  { grants, paths }: GrantSurroundings,
  lines: readonly Line<PartnerGrantLine>[],
): readonly Judgement<PartnerGrant>[] {
  const soFar = new Map(grants.map((grant) => [grant.code, grant]));
  return lines.map((line) => {
    const [judged] = judgeReplacements(soFar, [line], {
      keyOf: ({ code }) => code,
      valueOf: grantOf,
      faultsOf: (value) => faultsOf(grantOf(value), soFar, paths),
    });
    if (judged!.kind === 'new') soFar.set(line.value.code, judged!.value);
    return judged!;
  });
}

function grantOf({ productLines, ...line }: PartnerGrantLine): PartnerGrant {
  return {
    ...line,
    territoryCodes: [...new Set(line.territoryCodes)].toSorted(),
    productLines: productLines ? [...new Set(productLines)].toSorted() : null,
    to: line.to ?? null,
  };
}

type Paths = ReadonlyMap<string, readonly string[]>;

function faultsOf(
  grant: PartnerGrant,
  known: ReadonlyMap<string, PartnerGrant>,
  paths: Paths,
): readonly Fault[] {
  const { code, partnerCode, from, to } = grant;
  const there = known.get(code);
  const faults: Fault[] = [];
  if (endsBeforeItBegins(grant))
    faults.push({ pointer: '/to', code: 'reversed_dates', message: `${to} is before from, ${from}` });
  if (there && there.partnerCode !== partnerCode)
    faults.push({
      pointer: '/partnerCode',
      code: 'other_partner',
      message: `the grant "${code}" is of the partner "${there.partnerCode}"`,
    });
  const rival = grant.exclusive && [...known.values()].find((other) => collide(grant, other, paths));
  if (rival)
    faults.push({
      pointer: '/exclusive',
      code: 'exclusive_overlap',
      message: `"${code}" and "${rival.code}" of the partner "${rival.partnerCode}" would both be exclusive for a territory, product line and day`,
    });
  return faults;
}

function collide(one: PartnerGrant, other: PartnerGrant, paths: Paths): boolean {
  if (!other.exclusive || other.partnerCode === one.partnerCode || other.code === one.code) return false;
  return overlap(one, other) && shareLine(one, other) && shareTerritory(one, other, paths);
}

function shareLine({ productLines: one }: PartnerGrant, { productLines: other }: PartnerGrant): boolean {
  return one === null || other === null || one.some((line) => other.includes(line));
}

/** Two territories share something when one is the other or is above it. */
function shareTerritory(one: PartnerGrant, other: PartnerGrant, paths: Paths): boolean {
  const pathOf = (code: string): readonly string[] => paths.get(code) ?? [code];
  return one.territoryCodes.some((a) =>
    other.territoryCodes.some((b) => pathOf(a).includes(b) || pathOf(b).includes(a)),
  );
}
