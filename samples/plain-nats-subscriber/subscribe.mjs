// Prints what happens to partners with nothing but a NATS client: the same can be done in any language.
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';

const servers = process.env.QUYU_NATS_URL ?? 'nats://127.0.0.1:4222'; // `npm start` prints it
const root = process.env.QUYU_BUS_ROOT ?? 'quyu';
const stream = `${root}_PARTNER`.toUpperCase();
const durable = 'plain-sample';

const nc = await connect({ servers });

// Once; in production an operator does this. With one message at a time no event can overtake another, whatever breaks.
const manager = await jetstreamManager(nc);
await manager.consumers.add(stream, {
  durable_name: durable,
  filter_subject: `${root}.partner.>`,
  ack_policy: 'explicit',
  max_ack_pending: 1,
});

// The highest version handled of each aggregate: what is not above it has been heard before. A service that must not do
// anything twice keeps this in its database, in the transaction of the effect.
const reached = new Map();

const consumer = await jetstream(nc).consumers.get(stream, durable);
const messages = await consumer.consume({ max_messages: 1 });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void messages.close());
console.log(`listening at ${servers}`);

for await (const message of messages) {
  const header = (name) => message.headers?.get(name) ?? '';
  const aggregate = header('ce-partitionkey'); // e.g. partner/0198c0de-...
  const version = Number(header('ce-sequence')); // rises by one with each event of the aggregate
  if (version > (reached.get(aggregate) ?? 0)) {
    console.log(`${aggregate} #${version} ${header('ce-type')} ${JSON.stringify(message.json())}`);
    reached.set(aggregate, version);
  }
  message.ack(); // after the effect, never before
}
await nc.drain();
