import { type JetStreamManager, type StoredMsg, jetstreamManager } from '@nats-io/jetstream';
import { streamName } from '@quyu/contract-kit';
import type { OperateContext } from './operate-context.js';

/** The stream a service publishes on, read without a consumer: running services may not create any. */
export interface OwnStream {
  readonly name: string;
  readonly first: number;
  readonly last: number;
  /** Undefined for a sequence that is gone or has not been. */
  get(sequence: number): Promise<StoredMsg | undefined>;
}

/** Opens a service's own stream; undefined when it publishes nothing. */
export async function openOwnStream({
  nc,
  root,
  spec,
}: Pick<OperateContext, 'nc' | 'root' | 'spec'>): Promise<OwnStream | undefined> {
  if (spec.publishes.length === 0) return undefined;
  const manager: JetStreamManager = await jetstreamManager(nc, { checkAPI: false });
  const name = streamName(root, spec.id);
  const { state } = await manager.streams.info(name);
  return {
    name,
    // A stream that never held anything says 0, which the broker does not take as a sequence.
    first: Math.max(state.first_seq, 1),
    last: state.last_seq,
    get: async (sequence) => (await manager.direct.getMessage(name, { seq: sequence })) ?? undefined,
  };
}
