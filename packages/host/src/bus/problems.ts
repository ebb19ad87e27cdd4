/** Notes what keeps one part from doing its work, or with `undefined` that nothing does any more. */
export type Report = (problem: string | undefined) => void;

/** What keeps the parts of a service's bus from doing their work at the moment. */
export interface Problems {
  reportOf(part: string): Report;
  of(part: string): string | undefined;
  all(): readonly string[];
}

/** Makes the list of a service's problems: none yet. */
export function createProblems(service: string): Problems {
  const problems = new Map<string, string>();
  return {
    reportOf: (part) => (problem) => {
      if (problem === undefined) problems.delete(part);
      else problems.set(part, `${service} ${part}: ${problem}`);
    },
    of: (part) => problems.get(part),
    all: () => [...problems.values()],
  };
}
