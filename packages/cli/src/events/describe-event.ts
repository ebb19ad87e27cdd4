import type { Tailed } from '@quyu/host';

/** What was heard, as a line for people: when, what, of which aggregate, and the payload. */
export function describeTailed(seen: Tailed): string {
  if ('unreadable' in seen) return `${seen.unreadable.subject}  is no event: ${seen.unreadable.fault}`;
  const { time, type, aggregateType, aggregateId, aggregateVersion, data } = seen.event;
  const clock = time.slice(11, 23);
  return `${clock}  ${type}  ${aggregateType}/${aggregateId}#${aggregateVersion}  ${JSON.stringify(data)}`;
}

/** The same as one JSON document. */
export function jsonOfTailed(seen: Tailed): string {
  return JSON.stringify('unreadable' in seen ? seen : seen.event);
}
