import type { DeadLetterDetail, PublishedEvent } from '@quyu/contract-kit';
import { type Row, renderTexts } from '../terminal/table.js';

const CUT = 60;

/** The first line of a text, as long as a table bears it. */
export function firstLine(text: string): string {
  const [line = ''] = text.split('\n', 1);
  return line.length > CUT ? `${line.slice(0, CUT - 1)}…` : line;
}

/** Which event it is, as far as that is known: `partner/p-1#3`. */
export function aggregateOf(event: {
  readonly aggregateType: string | null;
  readonly aggregateId: string | null;
  readonly aggregateVersion: number | null;
}): string {
  const { aggregateType, aggregateId, aggregateVersion } = event;
  return aggregateId === null ? '?' : `${aggregateType}/${aggregateId}#${aggregateVersion}`;
}

/** A table, or what to say when it has no rows. */
export function tableOr(none: string, head: readonly string[], rows: readonly Row[]): string {
  return rows.length === 0 ? none : renderTexts(head, rows);
}

/** Names and values, one a line, and the payload below. */
export function renderDetail(
  fields: Readonly<Record<string, unknown>>,
  { headers, payload, payloadEncoding }: Pick<DeadLetterDetail, 'headers' | 'payload' | 'payloadEncoding'>,
): string {
  const shown = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  const width = Math.max(...shown.map(([name]) => name.length));
  return [
    ...shown.map(([name, value]) => `${name.padEnd(width)}  ${String(value)}`),
    '',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    payloadEncoding === 'base64' ? `(base64) ${payload}` : prettyPayload(payload),
  ].join('\n');
}

function prettyPayload(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return payload; // it is shown as it came: that it is no JSON is often why it is here
  }
}

/** The fields of a published event, for people. */
export function renderEvent(service: string, event: PublishedEvent): string {
  const { headers, payload, payloadEncoding, ...fields } = event;
  return renderDetail({ service, ...fields }, { headers, payload, payloadEncoding });
}
