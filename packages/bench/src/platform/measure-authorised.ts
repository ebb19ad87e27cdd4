import { compare } from '../bus/compare.js';
import { startContender } from '../bus/contender.js';
import { describeSettings } from '../bus/describe-settings.js';
import { loadOverHttp } from '../bus/http-load.js';
import type { Figure } from '../figure.js';
import { GREETING } from './greeter.js';

const LOAD = { path: GREETING, connections: 64 };
const REQUESTS = 60_000;
const BUDGET = 0.9;

/**
 * A GET that is authenticated by a token seen before, authorised and counted, against the same route of the same server
 * without any of that.
 */
export async function measureAuthorised(rounds: number, scale: number): Promise<Figure> {
  const ours = startContender('http-host', { databaseUrl: '', natsUrl: '' }, import.meta.url);
  const open = startContender('http-host', { databaseUrl: 'open', natsUrl: '' }, import.meta.url);
  const amount = Math.ceil(REQUESTS * scale);
  type Settings = Readonly<Record<string, unknown>>;
  try {
    return await compare({
      name: 'authorised',
      peer: 'without authentication',
      budget: BUDGET,
      rounds,
      measureOurs: () => loadOverHttp(ours, amount, LOAD),
      measurePeer: () => loadOverHttp(open, amount, LOAD),
      settings: async () => [
        describeSettings('ours', {
          ...(await ours.ask<Settings>('settings')),
          connections: LOAD.connections,
        }),
        describeSettings('peer', {
          ...(await open.ask<Settings>('settings')),
          connections: LOAD.connections,
        }),
      ],
    });
  } finally {
    await Promise.all([ours.stop(), open.stop()]);
  }
}
