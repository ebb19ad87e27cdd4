import { Controller, type INestMicroservice, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  type ClientProxy,
  ClientProxyFactory,
  EventPattern,
  MessagePattern,
  Transport,
} from '@nestjs/microservices';
import { Pool } from 'pg';
import { lastValueFrom } from 'rxjs';
import { answersPerSecond } from '../answers.js';
import { contend } from '../contend.js';
import { CREATE_EFFECT, INSERT_EFFECT, type Sale, effectsPerSecond, produce } from '../effects.js';
import { POOL_SIZE } from '../site.js';

/** Nest hands over one event at a time, as many at once as come: the pool is what limits it. */
await contend(async ({ databaseUrl, natsUrl }) => {
  const pool = new Pool({ connectionString: databaseUrl, max: POOL_SIZE });
  await pool.query(CREATE_EFFECT);
  const transport = { transport: Transport.NATS, options: { servers: natsUrl } } as const;
  const service = await startService(pool, transport);
  const client = ClientProxyFactory.create(transport);
  await client.connect();
  return {
    settings: { transport: 'NATS', connectionsToPostgres: POOL_SIZE },
    works: {
      flow: (amount) =>
        effectsPerSecond(pool, 'effect', amount, () => produce(amount, (sales) => emitAll(client, sales))),
      answer: (amount) =>
        answersPerSecond(amount, () => lastValueFrom(client.send('greet', { shopId: 'shop-1' }))),
    },
    async stop() {
      client.close();
      await service.close();
      await pool.end();
    },
  };
});

async function startService(
  pool: Pool,
  transport: { readonly transport: Transport.NATS; readonly options: { readonly servers: string } },
): Promise<INestMicroservice> {
  class Sales {
    async onSold({ id, shopId, serial, amount }: Sale): Promise<void> {
      await pool.query({ name: 'effect', text: INSERT_EFFECT, values: [id, shopId, serial, amount] });
    }
    greet({ shopId }: { shopId: string }): object {
      return { shopId, name: 'Corner', seats: 4 };
    }
  }
  class SalesModule {
    readonly name = 'sales';
  }
  decorate(Sales, 'onSold', EventPattern('sold'));
  decorate(Sales, 'greet', MessagePattern('greet'));
  Controller()(Sales);
  Module({ controllers: [Sales] })(SalesModule);
  const service = await NestFactory.createMicroservice(SalesModule, {
    transport: transport.transport,
    options: { ...transport.options },
    logger: ['error'],
  });
  await service.listen();
  return service;
}

type Handler = (...given: unknown[]) => unknown;
type Decorate = (target: object, method: string, descriptor: TypedPropertyDescriptor<Handler>) => unknown;

/** What `@Decorator()` before a method does: this code is compiled without that syntax. */
function decorate(target: { readonly prototype: object }, method: string, decorator: Decorate): void {
  const descriptor = Object.getOwnPropertyDescriptor(target.prototype, method);
  if (descriptor) decorator(target.prototype, method, descriptor);
}

async function emitAll(client: ClientProxy, sales: readonly Sale[]): Promise<void> {
  await Promise.all(
    sales.map((sale) => lastValueFrom(client.emit('sold', sale), { defaultValue: undefined })),
  );
}
