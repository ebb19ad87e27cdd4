/** Who is told: `critical` wakes somebody, `warning` waits for the morning. */
export type Severity = 'critical' | 'warning';

/** Something that a person has to look at. */
export interface Alert {
  /** Its runbook is `docs/runbooks/<page>.md`. */
  readonly name: string;
  readonly severity: Severity;
  /** How long it has to be true, as Prometheus writes it; without it the first moment counts. */
  readonly for?: string;
  readonly expr: string;
  /** One line, with `{{ $labels }}` and `{{ $value }}`. */
  readonly summary: string;
  /** The same in Chinese. */
  readonly summaryZh: string;
}

/** Where the repository's pages are read. */
const PAGES = 'https://github.com/quyu/quyu/blob/main/docs/runbooks';

/** The page of an alert: `QuyuDeadLetters` has `dead-letters`. */
export function runbookOf(name: string): string {
  return name
    .replace(/^Quyu/, '')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-')
    .toLowerCase();
}

/** An alert as a rule of Prometheus. */
export function ruleOf({ name, severity, for: duration, expr, summary, summaryZh }: Alert) {
  return {
    alert: name,
    expr,
    ...(duration === undefined ? {} : { for: duration }),
    labels: { severity, team: 'quyu' },
    annotations: {
      summary,
      summary_zh: summaryZh,
      runbook_url: `${PAGES}/${runbookOf(name)}.md`,
    },
  };
}
