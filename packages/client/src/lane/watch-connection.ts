import type { NatsConnection } from '@nats-io/transport-node';

/** Tells when the connection breaks: deliveries and acknowledgements under way are lost with it, and do not say so. */
export interface ConnectionWatch {
  /** Fires when the connection as it is now is lost; it has fired already while there is none. */
  current(): AbortSignal;
}

const watches = new WeakMap<NatsConnection, ConnectionWatch>();

/** Watches a connection until it is closed; however many ask, it is watched once. */
export function watchConnection(nc: NatsConnection): ConnectionWatch {
  const known = watches.get(nc);
  if (known) return known;
  let link = new AbortController();
  const lose = (): void => link.abort(new Error('the connection to NATS was lost'));
  // A connection that is down when we arrive answers nothing, and its info is gone.
  if (nc.isClosed() || !nc.info) lose();
  void (async () => {
    for await (const { type } of nc.status()) {
      if (type === 'disconnect') lose();
      if (type === 'reconnect') link = new AbortController();
    }
  })();
  void nc.closed().then(lose);
  const watch = { current: () => link.signal };
  watches.set(nc, watch);
  return watch;
}
