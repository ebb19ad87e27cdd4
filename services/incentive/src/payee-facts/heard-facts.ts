/** A fact as it is kept of a partner. */
export interface PartnerFact {
  readonly code: string;
  readonly name: string;
  readonly value: string;
  readonly validFrom: string;
  /** `set` when a person said so. */
  readonly source: string;
}

/** What an event says of a partner, as of a day. */
export interface Heard extends PartnerFact {
  /** Whether the first that is heard held before as well: a partner has been of some type all along. */
  readonly heldBefore: boolean;
}

/** Before any day on which anything was sold. */
const ALWAYS = '0001-01-01';
const SET = 'set';
const TERRITORY = 'in-territory:';

/** Facts of partners by code and name, each in the order of its days. */
export class KnownFacts {
  readonly #facts = new Map<string, Map<string, readonly PartnerFact[]>>();
  readonly #changed = new Map<string, PartnerFact>();

  constructor(known: readonly PartnerFact[]) {
    for (const fact of known) this.#put(fact);
  }

  /** What was heard makes a fact where it is not what held on that day already; what a person set for the day stands. */
  hear({ heldBefore, ...fact }: Heard): void {
    const there = this.#facts.get(fact.code)?.get(fact.name) ?? [];
    if (valueOn(there, fact.validFrom) === fact.value) return;
    const validFrom = heldBefore && there.length === 0 ? ALWAYS : fact.validFrom;
    if (there.some((each) => each.validFrom === validFrom && each.source === SET)) return;
    const kept = { ...fact, validFrom };
    this.#put(kept);
    this.#changed.set(JSON.stringify([kept.code, kept.name, validFrom]), kept);
  }

  /** From a day on a partner is in these territories and in no other. */
  hearTerritories(
    code: string,
    path: readonly string[],
    fact: Pick<PartnerFact, 'validFrom' | 'source'>,
  ): void {
    const names = [...(this.#facts.get(code)?.keys() ?? [])].filter((name) => name.startsWith(TERRITORY));
    const heldBefore = names.length === 0;
    const inside = path.map((each) => TERRITORY + each);
    for (const name of inside) this.hear({ ...fact, code, name, value: 'true', heldBefore });
    for (const name of names.filter((each) => !inside.includes(each)))
      this.hear({ ...fact, code, name, value: 'false', heldBefore: false });
  }

  /** Facts that are new or other than they were. */
  changed(): readonly PartnerFact[] {
    return [...this.#changed.values()];
  }

  #put(fact: PartnerFact): void {
    const ofPartner = this.#facts.get(fact.code) ?? new Map<string, readonly PartnerFact[]>();
    this.#facts.set(fact.code, ofPartner);
    const others = (ofPartner.get(fact.name) ?? []).filter(({ validFrom }) => validFrom !== fact.validFrom);
    ofPartner.set(
      fact.name,
      [...others, fact].toSorted((one, other) => (one.validFrom < other.validFrom ? -1 : 1)),
    );
  }
}

function valueOn(facts: readonly PartnerFact[], day: string): string | undefined {
  return facts.findLast(({ validFrom }) => validFrom <= day)?.value;
}
