import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';

/** Rejects while what it looks at cannot serve. */
export type ReadinessCheck = () => Promise<void>;

/** The state of one check, as the readiness page shows it. */
export interface CheckState {
  readonly ok: boolean;
  readonly error?: string;
}

/** What is known of whether requests can be served now. */
export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, CheckState>>;
  /** What keeps events from flowing, a line each. It does not keep requests from being served: the outbox waits. */
  readonly problems: readonly string[];
}

/** What readiness is made of. */
export interface ReadinessParts {
  readonly checks: Readonly<Record<string, ReadinessCheck>>;
  /** False before the boot is done and from the first moment of the shutdown. */
  readonly isServing: () => boolean;
  readonly problems: () => readonly string[];
}

const CHECK_TIMEOUT_MS = 2000;
/** Probes come from several sides and without a token: they share one look at the database. */
const SHARED_MS = 500;

/**
 * Makes the readiness of a host: its own state and each check, in parallel and in bounded time. The broker is not
 * among the checks: while it is away the outbox takes what is published, and requests can be served.
 */
export function createReadiness({ checks, isServing, problems }: ReadinessParts): () => Promise<Readiness> {
  let last: { readonly atMs: number; readonly states: Promise<Record<string, CheckState>> } | undefined;
  return async () => {
    const atMs = performance.now();
    if (!last || atMs - last.atMs > SHARED_MS) last = { atMs, states: runChecks(checks) };
    const states = { ...(await last.states), host: stateOfHost(isServing()) };
    return { ready: Object.values(states).every(({ ok }) => ok), checks: states, problems: problems() };
  };
}

/**
 * Adds `/health/live` (the event loop turns) and `/health/ready`. Anyone may ask, so the page says which check fails
 * and the log says why.
 */
export function addHealth(server: FastifyInstance, readiness: () => Promise<Readiness>, log: Logger): void {
  let wasReady = true;
  server.get('/health/live', async () => ({ status: 'live' }));
  server.get('/health/ready', async (_request, reply) => {
    const { ready, checks } = await readiness();
    if (wasReady && !ready) log.warn({ checks }, 'not ready');
    wasReady = ready;
    const states = Object.entries(checks).map(([name, { ok }]) => [name, { ok }] as const);
    return reply
      .code(ready ? 200 : 503)
      .send({ status: ready ? 'ready' : 'not ready', checks: Object.fromEntries(states) });
  });
}

function stateOfHost(serving: boolean): CheckState {
  return serving ? { ok: true } : { ok: false, error: 'starting or shutting down' };
}

async function runChecks(
  checks: Readonly<Record<string, ReadinessCheck>>,
): Promise<Record<string, CheckState>> {
  const states = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await runCheck(check)] as const),
  );
  return Object.fromEntries(states);
}

async function runCheck(check: ReadinessCheck): Promise<CheckState> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${CHECK_TIMEOUT_MS} ms`)), CHECK_TIMEOUT_MS);
  });
  try {
    await Promise.race([check(), late]);
    return { ok: true };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
