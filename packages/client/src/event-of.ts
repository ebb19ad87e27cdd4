import type { EventContract, EventEnvelope } from '@quyu/contract-kit';

/**
 * The events of a contract, typed; of several contracts a union that `event.type` tells apart.
 *
 * @example type Enrolled = EventOf<typeof partnerEnrolled>; // EventEnvelope<{ partnerId: string; ... }, 'partner.enrolled.v1'>
 */
export type EventOf<E extends EventContract> =
  E extends EventContract<infer Type, infer Data> ? EventEnvelope<Data, Type> : never;
