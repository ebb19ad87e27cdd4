import { once } from 'node:events';
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TcpProxy, proxyTo } from './tcp-proxy.js';

let echo: Server;
let proxy: TcpProxy;
let client: Socket;
let heard = '';

beforeEach(async () => {
  echo = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  proxy = await proxyTo((echo.address() as AddressInfo).port);
  client = await dial();
});

afterEach(async () => {
  client.destroy();
  await proxy.close();
  echo.close();
});

async function dial(): Promise<Socket> {
  heard = '';
  const socket = connect(proxy.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.on('data', (bytes) => (heard += bytes.toString()));
  await once(socket, 'connect');
  return socket;
}

/** A socket that is reset has an error first, which `once` would throw. */
const closeOf = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.once('close', () => resolve());
  });

const say = async (text: string): Promise<string> => {
  client.write(text);
  await sleep(150);
  return heard;
};

describe('a proxy that is a bad network', () => {
  it('carries everything in fair weather, and dripping or late bytes in their order', async () => {
    expect(await say('abc')).toBe('abc');
    proxy.drip(1);
    expect(await say('defgh')).toBe('abcdefgh');
    proxy.drip(0);
    proxy.delay(20);
    expect(await say('ij')).toBe('abcdefghij');
  });

  it('breaks open connections on a reset; new ones work', async () => {
    const closed = closeOf(client);
    proxy.reset();
    await closed;
    client = await dial();
    expect(await say('abc')).toBe('abc');
  });

  it('swallows everything without a word, until it is healed', async () => {
    proxy.blackhole();
    expect(await say('abc')).toBe('');
    expect(client.closed).toBe(false);
    proxy.heal();
    client = await dial();
    expect(await say('abc')).toBe('abc');
  });

  it('loses the answer to what matches, and only that', async () => {
    const lost = proxy.loseAnswersTo(/commit/, () => true);
    expect(await say('begin')).toBe('begin');
    const closed = closeOf(client);
    expect(await say('commit')).toBe('begin');
    await closed;
    expect(lost()).toBe(1);
  });
});
