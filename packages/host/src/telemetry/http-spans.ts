import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { contextOf, traceparentOf } from './trace-context.js';

const tracer = trace.getTracer('@quyu/host');

/**
 * Makes each request of a service's route a span. The request's own `traceparent` header then names that span, so that
 * whatever follows from the request follows from it.
 */
export function traceRequests(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    if (request.routeOptions.url?.startsWith('/api/')) begin(request, reply, request.routeOptions.url);
    done();
  });
}

function begin(request: FastifyRequest, reply: FastifyReply, route: string): void {
  const { headers } = request.raw;
  const given = headers['traceparent'];
  const span = tracer.startSpan(
    `${request.method} ${route}`,
    {
      kind: SpanKind.SERVER,
      attributes: {
        'http.request.method': request.method,
        'http.route': route,
        'url.path': request.url.split('?', 1)[0] ?? '',
        'url.scheme': request.protocol,
      },
    },
    contextOf(typeof given === 'string' ? given : undefined),
  );
  if (!span.isRecording()) return;
  headers['traceparent'] = traceparentOf(span);
  // `close` also comes when the caller goes away before the answer.
  reply.raw.once('close', () => {
    span.setAttribute('http.response.status_code', reply.raw.statusCode);
    if (reply.raw.statusCode >= 500 || !reply.raw.writableFinished)
      span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  });
}
