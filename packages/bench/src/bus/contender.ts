import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Site } from './site.js';

/** What a contender is asked, and what it answers: the work it is to do, with one number that says how much. */
export interface Ask {
  readonly work: string;
  readonly amount: number;
}

/** The answer to an {@link Ask}. */
export type Answer = { readonly value: unknown } | { readonly fault: string };

/** One side of a comparison, in a process of its own. */
export interface Contender {
  /** Has it work, and waits. @throws with what it says when it fails or loses anything. */
  ask<T = number>(work: string, amount?: number): Promise<T>;
  stop(): Promise<void>;
}

/** Starts the process `processes/<name>.js` for a site. @param from the module beside which its folder is. */
export function startContender(name: string, site: Site, from: string = import.meta.url): Contender {
  const file = fileURLToPath(new URL(`processes/${name}.js`, from));
  const child = fork(file, [JSON.stringify(site)], { env: { ...process.env, NODE_ENV: 'production' } });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    ask: <T>(work: string, amount = 0) => {
      const over = ended.then(() => Promise.reject(new Error(`${name} ended during "${work}"`)));
      return Promise.race([askOnce<T>(name, child, { work, amount }), over]);
    },
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

function askOnce<T>(name: string, child: ChildProcess, ask: Ask): Promise<T> {
  return new Promise((resolve, reject) => {
    child.once('message', (answer: Answer) => {
      if ('fault' in answer) reject(new Error(`${name} ${ask.work}: ${answer.fault}`));
      else resolve(answer.value as T);
    });
    if (child.connected) child.send(ask);
  });
}
