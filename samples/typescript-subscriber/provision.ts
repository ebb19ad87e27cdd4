// Makes the durable consumer, once. In production an operator does this: the subscriber itself may not.
import { provisionSubscription } from '@quyu/client';
import { contracts, durable, natsUrl, root } from './settings.ts';

for (const { action, stream } of await provisionSubscription({ natsUrl, root, durable, contracts })) {
  console.log(`${action} the consumer ${durable} of ${stream}`);
}
