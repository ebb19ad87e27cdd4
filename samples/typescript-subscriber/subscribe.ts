// Prints what happens to partners, in order, until Ctrl-C.
import { type EventOf, subscribe } from '@quyu/client';
import { contracts, durable, natsUrl, root } from './settings.ts';

type PartnerEvent = EventOf<(typeof contracts)[number]>;

/** `event.type` tells the payloads apart: a misspelt field does not compile. */
function tell(event: PartnerEvent): string {
  switch (event.type) {
    case 'partner.enrolled.v1':
      return `${event.data.name} is enrolled as ${event.data.type}`;
    case 'partner.screened.v1':
      return `${event.data.code} is screened: ${event.data.outcome}, ${event.data.screening.score} points`;
    case 'partner.review-decided.v1':
      return `${event.data.code}: ${event.data.decidedBy} decided to ${event.data.decision}`;
  }
}

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());

const subscription = await subscribe(
  contracts,
  (event) => console.log(`${event.aggregateId} #${event.aggregateVersion} ${tell(event)}`),
  { natsUrl, root, durable, signal: stop.signal },
);
console.log(`listening at ${natsUrl}`);
await subscription.ended;
