import type { NatsConnection } from '@nats-io/transport-node';

/** Tells who is interested that the connection broke: requests and publishes in flight do not fail by themselves. */
export interface ConnectionWatch {
  isUp(): boolean;
  /** Calls back on every loss of the connection. @returns a function that ends it. */
  onDown(listener: () => void): () => void;
  /** Calls back every time the connection is back. @returns a function that ends it. */
  onUp(listener: () => void): () => void;
}

/** Watches a connection until it is closed. */
export function watchConnection(nc: NatsConnection): ConnectionWatch {
  const down = new Set<() => void>();
  const up = new Set<() => void>();
  // A connection that is down when we arrive answers nothing, and its info is gone.
  let isUp = !nc.isClosed() && nc.info !== undefined;
  const become = (state: boolean, listeners: Set<() => void>): void => {
    isUp = state;
    for (const listener of listeners) listener();
  };
  void (async () => {
    for await (const { type } of nc.status()) {
      if (type === 'disconnect') become(false, down);
      if (type === 'reconnect') become(true, up);
    }
  })();
  void nc.closed().then(() => become(false, down));
  return {
    isUp: () => isUp,
    onDown: (listener) => listen(down, listener),
    onUp: (listener) => listen(up, listener),
  };
}

function listen(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
