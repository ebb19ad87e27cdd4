import autocannon from 'autocannon';
import type { Contender } from './contender.js';

/** Where a contender is reached over HTTP, and with what token. */
interface Address {
  readonly url: string;
  readonly token: string;
}

/** What is asked of it. */
export interface HttpLoad {
  readonly path: string;
  readonly body?: object;
  readonly connections: number;
}

/** Sends so many requests with kept connections, from this process. @returns answers a second. @throws when one is refused. */
export async function loadOverHttp(contender: Contender, amount: number, load: HttpLoad): Promise<number> {
  const { url, token } = await contender.ask<Address>('address');
  const began = performance.now();
  const result = await autocannon({
    url: `${url}${load.path}`,
    connections: load.connections,
    amount,
    // It sees only this often, in milliseconds, that it is done.
    sampleInt: 20,
    method: load.body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${token}`, ...(load.body && { 'content-type': 'application/json' }) },
    ...(load.body && { body: JSON.stringify(load.body) }),
  });
  const seconds = (performance.now() - began) / 1000;
  const failed = result.errors + result.non2xx;
  if (failed > 0 || result['2xx'] !== amount)
    throw new Error(`${url}: ${failed} of ${amount} requests failed`);
  return amount / seconds;
}

const SHOP = { name: 'Corner', seats: 4 };

/** Creates shops, and sees that each has left its row. */
export async function createShops(
  contender: Contender,
  amount: number,
  load: Omit<HttpLoad, 'body'>,
): Promise<number> {
  const before = await contender.ask('rows');
  const perSecond = await loadOverHttp(contender, amount, { ...load, body: SHOP });
  const made = (await contender.ask('rows')) - before;
  if (made !== amount) throw new Error(`${made} rows, not ${amount}`);
  return perSecond;
}
