/** How hard the fuzz tests try. */
export interface FuzzSettings {
  /** Requests per operation. */
  readonly runs: number;
  readonly seed: number;
  /** Milliseconds after which an operation has had enough; undefined when runs were asked for. */
  readonly limitMs: number | undefined;
}

/** Twenty seconds among the hundred or so operations of a deployment. */
const USUAL = { runs: 60, seed: 20_261_125, limitMs: 180 };

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
