import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { Pool } from 'pg';
import { contend } from '../contend.js';
import { countRows } from '../effects.js';
import { POOL_SIZE } from '../site.js';

const SCHEMA = {
  body: {
    type: 'object',
    required: ['name', 'seats'],
    additionalProperties: false,
    properties: {
      name: { type: 'string', minLength: 1, maxLength: 100 },
      seats: { type: 'integer', minimum: 0 },
    },
  },
  response: {
    201: {
      type: 'object',
      properties: { shopId: { type: 'string' }, name: { type: 'string' }, seats: { type: 'integer' } },
    },
  },
};
const INSERT = { name: 'insert', text: 'insert into shop (shop_id, name, seats) values ($1, $2, $3)' };

/** Fastify and a pool, and nothing else: no authentication, no transaction, no event. */
await contend(async ({ databaseUrl }) => {
  const pool = new Pool({ connectionString: databaseUrl, max: POOL_SIZE });
  await pool.query('create table shop (shop_id uuid primary key, name text not null, seats int not null)');
  const server = Fastify();
  server.post<{ Body: { name: string; seats: number } }>(
    '/shops',
    { schema: SCHEMA },
    async (request, reply) => {
      const { name, seats } = request.body;
      const shopId = randomUUID();
      await pool.query({ ...INSERT, values: [shopId, name, seats] });
      return reply.code(201).send({ shopId, name, seats });
    },
  );
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;
  return {
    settings: { connectionsToPostgres: POOL_SIZE, statement: `named "${INSERT.name}"` },
    works: {
      address: async () => ({ url: `http://127.0.0.1:${port}`, token: '' }),
      rows: () => countRows(pool, 'shop'),
    },
    async stop() {
      await server.close();
      await pool.end();
    },
  };
});
