/** How hard the fuzz tests try. */
export interface FuzzSettings {
  /** Requests per operation. */
  readonly runs: number;
  readonly seed: number;
  /** Milliseconds after which an operation has had enough; undefined when runs were asked for. */
  readonly limitMs: number | undefined;
}

/** Twenty seconds among the hundred or so operations of a deployment. */
const USUAL = { runs: 60, seed: 20_261_125, limitMs: 150 };

/**
 * The settings of a run. The seed stays the same unless another is given, so that no build fails by chance; a failure
 * prints it with the path to the smallest request that fails.
 *
 * @param env `QUYU_FUZZ_RUNS` (a number of requests per operation, without a limit of time) and `QUYU_FUZZ_SEED`.
 * @example QUYU_FUZZ_RUNS=2000 QUYU_FUZZ_SEED=$RANDOM npm test -- packages/security/src/fuzz
 */
export function fuzzSettings(env: Readonly<Record<string, string | undefined>>): FuzzSettings {
  const runs = env['QUYU_FUZZ_RUNS'];
  return {
    runs: runs === undefined ? USUAL.runs : Number(runs),
    seed: Number(env['QUYU_FUZZ_SEED'] ?? USUAL.seed),
    limitMs: runs === undefined ? USUAL.limitMs : undefined,
  };
}

/** Fewest requests of an operation, however slow the machine is. */
const FEWEST = 5;

/**
 * Says when an operation has had enough: once its time is over. (fast-check's own limit fails when the time is over before
 * the first request, which says something of the machine only.)
 *
 * @returns whether to leave out the next request.
 */
export function enoughAfter(limitMs: number | undefined): () => boolean {
  const end = performance.now() + (limitMs ?? Infinity);
  let sent = 0;
  return () => {
    sent += 1;
    return sent > FEWEST && performance.now() > end;
  };
}
