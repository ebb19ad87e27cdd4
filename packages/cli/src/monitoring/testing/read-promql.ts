import { parser } from '@prometheus-io/lezer-promql';

/** What an expression of PromQL speaks of. */
export interface Mentioned {
  /** Metrics with the labels that its matchers name. */
  readonly metrics: readonly { readonly name: string; readonly labels: readonly string[] }[];
  /** Labels that it groups by, joins on, or ignores. */
  readonly groupedBy: readonly string[];
  /** Labels that it makes itself. */
  readonly made: readonly string[];
}

/**
 * Reads an expression with Prometheus' own grammar.
 *
 * @throws SyntaxError naming the place where it is none.
 */
export function readPromql(expr: string): Mentioned {
  const metrics: { name: string; labels: string[] }[] = [];
  const groupedBy: string[] = [];
  const textOf = (node: { from: number; to: number }): string => expr.slice(node.from, node.to);
  parser.parse(expr).iterate({
    enter(node) {
      if (node.type.isError) throw new SyntaxError(`no PromQL at "${expr.slice(node.from)}": ${expr}`);
      const parent = node.node.parent?.name;
      if (node.name === 'Identifier' && parent === 'VectorSelector')
        metrics.push({ name: textOf(node), labels: [] });
      if (node.name !== 'LabelName') return;
      if (parent === 'UnquotedLabelMatcher') metrics.at(-1)?.labels.push(textOf(node));
      else groupedBy.push(textOf(node));
    },
  });
  const made = [...expr.matchAll(/, "(\w+)", "\$1"/g)].map(([, label]) => label!);
  return { metrics, groupedBy, made: expr.includes('label_replace(') ? made : [] };
}
