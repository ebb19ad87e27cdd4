import underPressure from '@fastify/under-pressure';
import { platformErrors } from '@quyu/contract-kit';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { replyProblem } from '../reply-problem.js';
import { ALWAYS_ANSWERED } from './always-answered.js';

/** Settings of {@link shedLoad}. */
export interface PressureSettings {
  /** In milliseconds; 0 sets no limit. */
  readonly maxEventLoopDelayMs: number;
  /** Between 0 and 1; 0 sets no limit. */
  readonly maxEventLoopUtilization: number;
  readonly onRefused: () => void;
  readonly log: Logger;
}

/** The event loop is looked at this often; until then nothing changes for who asks again. */
const SAMPLE_MS = 1_000;
const RETRY_AFTER_SECONDS = 2;
const SAY_EVERY_MS = 10_000;

/**
 * Turns requests away, before any work is done for them, while the event loop does not keep up: those that are taken are
 * then answered in time, instead of all too late. Health and metrics are always answered.
 */
export async function shedLoad(server: FastifyInstance, settings: PressureSettings): Promise<void> {
  const { maxEventLoopDelayMs, maxEventLoopUtilization, onRefused, log } = settings;
  if (maxEventLoopDelayMs === 0 && maxEventLoopUtilization === 0) return;
  const gauge = await openGauge(server, settings);
  const say = createSayer(log);
  // A sample that began before the server listened has seen the work of starting, which is over.
  let judgedFromMs = performance.now();
  server.addHook('onListen', (done) => {
    judgedFromMs = performance.now() + 2 * SAMPLE_MS;
    done();
  });
  server.addHook('onRequest', (request, reply, done) => {
    const isJudged = performance.now() >= judgedFromMs;
    if (!isJudged || !gauge.isUnderPressure() || ALWAYS_ANSWERED.has(request.routeOptions.url ?? ''))
      return done();
    onRefused();
    say(gauge.memoryUsage());
    const detail = 'there is more to do than can be done at the moment';
    const problem = platformErrors.UNAVAILABLE({ detail, retryAfterSeconds: RETRY_AFTER_SECONDS });
    // Not a failure of ours to be logged each time, so it does not go the way of errors.
    return void replyProblem(problem, request, reply);
  });
}

type Gauge = Pick<FastifyInstance, 'isUnderPressure' | 'memoryUsage'>;

/** Only looks: inside a scope without routes the library's own hook, which costs each request more, is never called. */
async function openGauge(
  server: FastifyInstance,
  { maxEventLoopDelayMs, maxEventLoopUtilization }: PressureSettings,
): Promise<Gauge> {
  const gauges: Gauge[] = [];
  await server.register(async (scope) => {
    await scope.register(underPressure, {
      maxEventLoopDelay: maxEventLoopDelayMs,
      maxEventLoopUtilization,
      eventLoopUtilizationMode: 'interval',
      sampleInterval: SAMPLE_MS,
    });
    // Not the scope itself: it can be awaited, so it would never come out of this function.
    gauges.push({
      isUnderPressure: () => scope.isUnderPressure(),
      memoryUsage: () => scope.memoryUsage(),
    });
  });
  const [gauge] = gauges;
  if (!gauge) throw new Error('the load of the process is not looked at');
  return gauge;
}

type Load = ReturnType<Gauge['memoryUsage']>;

/** Not a line for each request: there are many, and too much to do already. */
function createSayer(log: Logger): (load: Load) => void {
  let quietUntilMs = 0;
  return ({ eventLoopDelay, eventLoopUtilized }) => {
    if (performance.now() < quietUntilMs) return;
    quietUntilMs = performance.now() + SAY_EVERY_MS;
    log.warn(
      { eventLoopDelayMs: Math.round(eventLoopDelay), eventLoopUtilized },
      'requests are turned away: the event loop does not keep up',
    );
  };
}
