import { type AddressInfo, type Socket, connect, createServer } from 'node:net';

/** Stands between a client and a server, and does to their connection what networks do. */
export interface TcpProxy {
  /** The server's address as it is seen through the proxy. */
  readonly url: string;
  /** Breaks every connection. New ones work, and carry everything again. */
  reset(): void;
  /** From now on what the server says gets lost, on the connections that are open. */
  swallow(): void;
  close(): Promise<void>;
}

/** Starts a proxy in front of a server. */
export async function proxyTo(serverUrl: string): Promise<TcpProxy> {
  const target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  const swallowing = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
      // A reset is what this is for; the close that follows it is what counts.
      socket.on('error', () => socket.destroy());
    }
    client.on('data', (bytes) => upstream.write(bytes));
    upstream.on('data', (bytes) => {
      if (!swallowing.has(upstream)) client.write(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const through = new URL(serverUrl);
  through.port = String((server.address() as AddressInfo).port);
  return {
    url: through.href.replace(/\/$/, ''),
    reset: () => sockets.forEach((socket) => socket.resetAndDestroy()),
    swallow: () => sockets.forEach((socket) => swallowing.add(socket)),
    async close() {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
