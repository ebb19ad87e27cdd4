/** The images of a run: the official ones, unless the environment names others. */
export const IMAGES = {
  quyu: process.env['QUYU_IMAGE'] ?? 'quyu',
  node: process.env['NODE_IMAGE'] ?? 'node:24-bookworm-slim',
  postgres: process.env['POSTGRES_IMAGE'] ?? 'postgres:18',
  nats: process.env['NATS_IMAGE'] ?? 'nats:2.12',
  /** Servers that are too old, to see them refused. */
  oldPostgres: process.env['OLD_POSTGRES_IMAGE'] ?? 'postgres:14',
  oldNats: process.env['OLD_NATS_IMAGE'] ?? 'nats:2.9',
} as const;
