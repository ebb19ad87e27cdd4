import underPressure from '@fastify/under-pressure';
import { platformErrors } from '@quyu/contract-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { prepareProblem } from '../reply-problem.js';
import { ALWAYS_ANSWERED } from './always-answered.js';

/** What it gives back is sent as the answer, and nothing lets the request go on: the library's own type does not say that. */
type PressureHandler = (
  request: FastifyRequest,
  reply: FastifyReply,
  type: string,
  value: number | undefined,
) => void;

/** Settings of {@link shedLoad}. */
export interface PressureSettings {
  /** In milliseconds; 0 sets no limit. */
  readonly maxEventLoopDelayMs: number;
  /** Between 0 and 1; 0 sets no limit. */
  readonly maxEventLoopUtilization: number;
  readonly onRefused: () => void;
  readonly log: Logger;
}

/** The library looks at the event loop this often; until then nothing changes for who asks again. */
const SAMPLE_MS = 1_000;
const RETRY_AFTER_SECONDS = 2;
const SAY_EVERY_MS = 10_000;

/**
 * Turns requests away, before any work is done for them, while the event loop does not keep up: those that are taken are
 * then answered in time, instead of all too late. Health and metrics are always answered.
 */
export async function shedLoad(server: FastifyInstance, settings: PressureSettings): Promise<void> {
  const { maxEventLoopDelayMs, maxEventLoopUtilization, onRefused } = settings;
  if (maxEventLoopDelayMs === 0 && maxEventLoopUtilization === 0) return;
  const say = createSayer(settings.log);
  const turnAway: PressureHandler = (request, reply, type, value) => {
    if (ALWAYS_ANSWERED.has(request.routeOptions.url ?? '')) return undefined;
    onRefused();
    say(type, value);
    return prepareProblem(refusal(), request, reply);
  };
  await server.register(underPressure, {
    maxEventLoopDelay: maxEventLoopDelayMs,
    maxEventLoopUtilization,
    eventLoopUtilizationMode: 'interval',
    sampleInterval: SAMPLE_MS,
    pressureHandler: turnAway,
  });
}

function refusal() {
  const detail = 'there is more to do than can be done at the moment';
  return platformErrors.UNAVAILABLE({ detail, retryAfterSeconds: RETRY_AFTER_SECONDS });
}

/** Not a line for each request: there are many, and too much to do already. */
function createSayer(log: Logger): (type: string, value: number | undefined) => void {
  let quietUntilMs = 0;
  return (type, value) => {
    if (performance.now() < quietUntilMs) return;
    quietUntilMs = performance.now() + SAY_EVERY_MS;
    log.warn({ [type]: value }, 'requests are turned away: the event loop does not keep up');
  };
}
