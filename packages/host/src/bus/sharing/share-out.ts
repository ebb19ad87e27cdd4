/** A lane as one replica sees it. */
export interface Claim {
  readonly name: string;
  readonly source: string;
  readonly holder: 'us' | 'another' | 'nobody';
}

/** What a replica should do about the lanes. */
export interface Shares {
  /** To be taken, the most wanted first. */
  readonly take: readonly string[];
  /** To be given up. */
  readonly give: readonly string[];
}

/**
 * Decides which lanes a replica takes and which it leaves to others, from what all of them can see: nobody holds more than its
 * share, rounded up. Shares add up to all lanes, so none is left without a holder, and what is within its share is kept, so that
 * lanes move only when replicas come or go. The events of each source are spread as well.
 *
 * @param members how many replicas there are, this one included.
 */
export function shareOut(claims: readonly Claim[], members: number): Shares {
  const share = Math.ceil(claims.length / Math.max(1, members));
  const ours = claims.filter(({ holder }) => holder === 'us');
  if (ours.length >= share) return { take: [], give: namesOf(mostCrowded(ours, ours.length - share)) };
  const free = claims.filter(({ holder }) => holder === 'nobody');
  return { take: namesOf(leastCrowded(free, ours, share - ours.length)), give: [] };
}

/** Picks lanes one by one from the source of which there are most. */
function mostCrowded(lanes: readonly Claim[], count: number): Claim[] {
  const rest = [...lanes];
  return Array.from({ length: count }, () => {
    const sizes = sizesOf(rest);
    const pick = rest.reduce((a, b) => (sizeIn(sizes, b) > sizeIn(sizes, a) ? b : a));
    rest.splice(rest.indexOf(pick), 1);
    return pick;
  });
}

/** Picks free lanes one by one from the source of which we have fewest. */
function leastCrowded(free: readonly Claim[], ours: readonly Claim[], most: number): Claim[] {
  const rest = [...free];
  const had = [...ours];
  return Array.from({ length: Math.min(most, free.length) }, () => {
    const sizes = sizesOf(had);
    const pick = rest.reduce((a, b) => (sizeIn(sizes, b) < sizeIn(sizes, a) ? b : a));
    rest.splice(rest.indexOf(pick), 1);
    had.push(pick);
    return pick;
  });
}

function sizesOf(lanes: readonly Claim[]): ReadonlyMap<string, number> {
  return new Map(
    [...Map.groupBy(lanes, ({ source }) => source)].map(([source, all]) => [source, all.length]),
  );
}

function sizeIn(sizes: ReadonlyMap<string, number>, { source }: Claim): number {
  return sizes.get(source) ?? 0;
}

function namesOf(claims: readonly Claim[]): string[] {
  return claims.map(({ name }) => name);
}
