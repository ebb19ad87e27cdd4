import type { PluginSpec } from '@quyu/plugin-kit';
import { type EventEntry, eventsOf } from './events-of.js';

/** A page for people: every event with who publishes and consumes it, and an example. */
export function eventsPage(specs: readonly PluginSpec[]): string {
  const entries = eventsOf(specs);
  return `# Events

Made from the contracts by \`quyu catalogue\`: do not edit. The wire format is in [events](../events.md).

| event | what happened | about | published by | consumed by |
|---|---|---|---|---|
${entries.map(rowOf).join('\n')}

${entries.map(sectionOf).join('\n')}`;
}

function rowOf({ event, consumers }: EventEntry): string {
  const link = `[\`${event.type}\`](#${anchorOf(event.type)})`;
  return `| ${link} | ${event.summary} | ${event.aggregate} | ${event.service} | ${consumers.join(', ') || '-'} |`;
}

function sectionOf({ event }: EventEntry): string {
  return `## ${event.type}

${event.summary} Ordered per ${event.aggregate} (\`${event.key}\`). [JSON Schema](schemas/${event.type}.json)

\`\`\`json
${JSON.stringify(event.examples[0], undefined, 2)}
\`\`\`
`;
}

/** The anchor a heading gets: lower case, without dots. */
function anchorOf(heading: string): string {
  return heading.toLowerCase().replaceAll('.', '');
}
