import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from '@quyu/embedded';
import { beforeAll, describe, expect, test } from 'vitest';
import { type ExportedLog, type Received, openReceiver } from './otlp-receiver.js';

const PROCESS = fileURLToPath(new URL('../../dist/e2e/talking-host.js', import.meta.url));
const EVERYWHERE = ['in a request', 'in a handler', 'in a job', 'in a job that comes by itself'];
const FAILURES = ['a batch failed: handling its events one by one', 'a handler failed', 'a job failed'];

interface Told {
  readonly metrics: string;
  readonly losses: Readonly<Record<string, number>>;
}

/** Runs the host process. @returns what it told at last, and the lines of its log. */
async function talk(env: Readonly<Record<string, string>>) {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [PROCESS], {
    env: { ...process.env, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json', ...env },
    timeout: 50_000,
  });
  const told = JSON.parse(stdout) as Told;
  const lines = stderr.split('\n').filter((line) => line.startsWith('{'));
  return { ...told, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('a host whose collector is there', () => {
  let received: Received;
  let told: Awaited<ReturnType<typeof talk>>;
  beforeAll(async () => {
    const receiver = await openReceiver();
    told = await talk({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
    receiver.close();
    received = receiver;
  }, 60_000);
  const logsOf = (body: string): readonly ExportedLog[] =>
    received.logs.filter((log) => log.body.stringValue === body);

  test.each([...EVERYWHERE, ...FAILURES])('names the trace in every line that is written %s', (msg) => {
    const lines = told.lines.filter((line) => line['msg'] === msg);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      expect(line['trace_id']).toMatch(/^[\da-f]{32}$/);
      expect(line['span_id']).toMatch(/^[\da-f]{16}$/);
    }
  });

  test.each([...EVERYWHERE, ...FAILURES])('sends the lines that are written %s, with their trace', (msg) => {
    const lines = told.lines.filter((line) => line['msg'] === msg);
    const traces = logsOf(msg).map(({ traceId, spanId }) => [traceId, spanId]);
    expect(traces).toEqual(lines.map((line) => [line['trace_id'], line['span_id']]));
  });

  test('sends lines with their level, service and fields, and errors as exceptions', () => {
    const attributesOf = ({ attributes }: ExportedLog) =>
      Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
    const [request] = logsOf('in a request');
    expect(request).toMatchObject({ severityNumber: 9, severityText: 'INFO' });
    expect(attributesOf(request!)).toMatchObject({
      'quyu.service': 'talk',
      words: 3,
      nested: '{"deep":true}',
    });
    expect(logsOf('in a handler')[0]).toMatchObject({ severityNumber: 13, severityText: 'WARN' });
    const [failed] = logsOf('a job failed');
    expect(attributesOf(failed!)).toMatchObject({
      'exception.type': 'RangeError',
      'exception.message': 'not at once',
      'exception.stacktrace': expect.stringContaining('talking-plugin') as string,
    });
  });

  test('makes a job a span of the trace of the request that asked for it', () => {
    const request = received.spans.find(({ name }) => name === 'POST /api/talk/v1/words');
    const jobs = received.spans.filter(({ name }) => name === 'job repeat');
    expect(jobs).toHaveLength(2);
    for (const job of jobs)
      expect(job).toMatchObject({ traceId: request!.traceId, parentSpanId: request!.spanId });
    const tick = received.spans.find(({ name }) => name === 'job tick');
    expect(tick?.traceId).not.toBe(request!.traceId);
  });

  test('sends the figures that it shows at /metrics', () => {
    const shown = (series: string): number => {
      const line = told.metrics.split('\n').find((each) => each.startsWith(`${series} `));
      return Number(line?.slice(series.length + 1));
    };
    const pointOf = (name: string, labels: Readonly<Record<string, string>>) => {
      const metric = received.metrics.find((each) => each.name === name);
      const points = (metric?.sum ?? metric?.gauge ?? metric?.histogram)?.dataPoints ?? [];
      return points.find(({ attributes }) =>
        Object.entries(labels).every(([key, text]) =>
          attributes.some((each) => each.key === key && each.value.stringValue === text),
        ),
      );
    };
    expect(pointOf('quyu_relay_published_events_total', { service: 'talk' })?.asDouble).toBe(1);
    expect(shown('quyu_relay_published_events_total{service="talk"}')).toBe(1);
    expect(pointOf('quyu_talk_words', {})?.asDouble).toBe(7);
    expect(shown('quyu_talk_words')).toBe(7);
    const labels = 'method="POST",route="/api/talk/v1/words",status="201"';
    const point = pointOf('quyu_http_request_duration_seconds', { route: '/api/talk/v1/words' });
    expect(Number(point?.count)).toBe(1);
    let upTo = 0;
    for (const [index, bound] of point!.explicitBounds!.entries()) {
      upTo += Number(point!.bucketCounts![index]);
      expect([bound, shown(`quyu_http_request_duration_seconds_bucket{le="${bound}",${labels}}`)]).toEqual([bound, upTo]);
    } // prettier-ignore
    const names = [...told.metrics.matchAll(/^# TYPE (\S+) (counter|gauge|histogram)$/gm)];
    expect(received.metrics.map(({ name }) => name).toSorted()).toEqual(
      names.map(([, name]) => name!).toSorted(),
    );
    expect(told.losses).toEqual({ traces: 0, metrics: 0, logs: 0 });
  });
});

describe('a host whose collector is away', () => {
  test('serves all the same, ends in time, and counts what is lost', async () => {
    const { losses, lines } = await talk({
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await freePort()}`,
      OTEL_EXPORTER_OTLP_TIMEOUT: '500',
      OTEL_METRIC_EXPORT_INTERVAL: '500',
    });
    expect(lines.filter(({ msg }) => msg === 'in a handler').length).toBe(3);
    expect(losses['logs']).toBeGreaterThan(0);
    expect(losses['metrics']).toBeGreaterThan(0);
    expect(losses['traces']).toBeGreaterThan(0);
  }, 60_000);
});
