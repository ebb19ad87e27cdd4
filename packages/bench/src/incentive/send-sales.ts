import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Sending {
  readonly url: string;
  readonly token: string;
  readonly file: string;
  readonly source: string;
}

export interface Sent {
  readonly accepted: number;
  /** From the beginning of the request until it was answered. */
  readonly seconds: number;
}

const SENDER = fileURLToPath(new URL('processes/send-sales.js', import.meta.url));

/** Sends a file of sales from a process of its own, as whoever uses a host does. */
export async function sendSales(sending: Sending): Promise<Sent> {
  const child = fork(SENDER, [JSON.stringify(sending)]);
  const [sent] = await Promise.race([once(child, 'message'), failing(child)]);
  return sent as Sent;
}

async function failing(child: ReturnType<typeof fork>): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(`the sender has ended with ${String(code)}, see what it has written above`);
}
