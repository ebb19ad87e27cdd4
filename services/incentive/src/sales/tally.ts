export interface Accepted {
  readonly lines: number;
  /** Minor units of the ledger's currency, each line converted and rounded. */
  readonly amount: bigint;
}

export interface Rejected {
  readonly rejected: number;
  readonly newlyRejected: number;
}

/** What has become of the lines of a file so far. */
export interface Tally {
  accepted: number;
  rejected: number;
  newlyRejected: number;
  /** Of what was accepted, in minor units of the ledger's currency. */
  amount: bigint;
}

export function newTally(): Tally {
  return { accepted: 0, rejected: 0, newlyRejected: 0, amount: 0n };
}

export function addTo(tally: Tally, more: Accepted | Rejected): void {
  if ('rejected' in more) {
    tally.rejected += more.rejected;
    tally.newlyRejected += more.newlyRejected;
  } else {
    tally.accepted += more.lines;
    tally.amount += more.amount;
  }
}
