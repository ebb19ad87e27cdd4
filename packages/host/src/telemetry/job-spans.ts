import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { contextOf, traceparentOf } from './trace-context.js';

const tracer = trace.getTracer('@quyu/host');

/** A job as its span tells it. */
export interface TracedJob {
  readonly id: string;
  readonly kind: string;
  readonly attempt: number;
  /** The trace of what enqueued it; a periodic job begins one of its own. */
  readonly traceparent: string | null;
}

/**
 * Makes one attempt at a job a span, child of what enqueued it.
 *
 * @param work gets the `traceparent` that what it publishes is to follow from, and what marks the attempt as failed.
 */
export async function traceJob(
  service: string,
  job: TracedJob,
  work: (traceparent: string | undefined, failed: (message: string) => void) => Promise<void>,
): Promise<void> {
  const span = tracer.startSpan(
    `job ${job.kind}`,
    {
      kind: SpanKind.INTERNAL,
      attributes: {
        'quyu.service': service,
        'quyu.job.id': job.id,
        'quyu.job.kind': job.kind,
        'quyu.job.attempt': job.attempt,
      },
    },
    contextOf(job.traceparent ?? undefined),
  );
  try {
    await work(traceparentOf(span), (message) => span.setStatus({ code: SpanStatusCode.ERROR, message }));
  } finally {
    span.end();
  }
}
