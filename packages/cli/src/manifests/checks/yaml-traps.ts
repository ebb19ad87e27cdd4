import { isScalar, LineCounter, parseAllDocuments, visit } from 'yaml';
import { trapOf } from '../yaml-text.js';

/**
 * Scalars without quotes, keys among them, that a reader of YAML 1.1, as Kubernetes is one, does not take for the text that they
 * look like; a line for each, with its place.
 *
 * @param name of the file, for the lines.
 */
export function yamlTraps(name: string, text: string): readonly string[] {
  const faults: string[] = [];
  const lineCounter = new LineCounter();
  for (const document of parseAllDocuments(text, { version: '1.2', lineCounter }))
    visit(document, {
      Scalar(_, node) {
        if (!isScalar(node) || node.type !== 'PLAIN' || node.source === undefined) return;
        const { source, range } = node;
        const what = trapOf(source);
        if (what === undefined) return;
        faults.push(
          `${name}:${lineCounter.linePos(range?.[0] ?? 0).line}: ${source} is ${what}: put it into quotes`,
        );
      },
    });
  return faults;
}
