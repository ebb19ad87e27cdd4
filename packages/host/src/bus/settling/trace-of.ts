import type { InHand } from '@quyu/lane';
import { traceFields } from '../../telemetry/trace-context.js';

/** How a log line about messages names their trace; those of several traces have none in common. */
export function traceOf(...messages: readonly InHand[]): ReturnType<typeof traceFields> {
  const traces = messages.map(({ received }) =>
    received.ok ? traceFields(received.envelope.traceparent) : {},
  );
  const [first] = traces;
  return first && traces.every(({ trace_id: id }) => id === first.trace_id) ? first : {};
}
