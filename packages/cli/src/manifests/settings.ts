/** Where pods listen. */
export const HTTP_PORT = 8080;
export const METRICS_PORT = 9464;
export const NATS_PORT = 4222;
/** Where a collector listens for OTLP over HTTP. */
export const OTLP_PORT = 4318;

/** How long a stop may take, in milliseconds, and for how long requests are still taken at its beginning. */
export const SHUTDOWN_DEADLINE_MS = 25_000;
export const DRAIN_MS = 5_000;
/** Before SIGTERM: endpoints are withdrawn meanwhile. */
export const PRE_STOP_S = 5;
/** Before SIGKILL: all of the above, and ten seconds for what is not planned. */
export const GRACE_S = PRE_STOP_S + (DRAIN_MS + SHUTDOWN_DEADLINE_MS) / 1000 + 10;

/**
 * A service's replicas share sixteen lanes of each source: more than sixteen do not handle ordered events faster, and a number
 * that divides them shares them evenly. Connections to Postgres allow no more than eight: docs/scaling.md.
 */
export const MAX_REPLICAS = 8;
export const MIN_REPLICAS = 2;

/** Where secrets are mounted. */
export const SECRETS_FOLDER = '/run/secrets/quyu';
export const BROKER_CA_FILE = '/run/secrets/nats-ca/ca.crt';

/** What all pods of the platform are told; overlays change it. Nothing in here is secret. */
export const commonConfig: Readonly<Record<string, string>> = {
  NODE_ENV: 'production',
  NODE_EXTRA_CA_CERTS: BROKER_CA_FILE,
  NODE_OPTIONS: '--max-old-space-size=512 --max-semi-space-size=16',
  QUYU_AUTH_AUDIENCE: 'quyu',
  QUYU_AUTH_ISSUER: 'https://login.example.org/realms/quyu',
  QUYU_BUS_ROOT: 'quyu',
  QUYU_DRAIN_MS: String(DRAIN_MS),
  QUYU_HTTP_HOST: '0.0.0.0',
  QUYU_HTTP_PORT: String(HTTP_PORT),
  QUYU_LOG_LEVEL: 'info',
  QUYU_METRICS_PORT: String(METRICS_PORT),
  // One name for all three servers, however many there are: each lookup gives those that run.
  QUYU_NATS_URL: `tls://nats-headless:${NATS_PORT}`,
  QUYU_POOL_SIZE: '6',
  QUYU_SHUTDOWN_DEADLINE_MS: String(SHUTDOWN_DEADLINE_MS),
  QUYU_STREAM_REPLICAS: '3',
};
