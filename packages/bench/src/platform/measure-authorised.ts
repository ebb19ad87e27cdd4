import { compare } from '../bus/compare.js';
import { type Contender, startContender } from '../bus/contender.js';
import { describeSettings } from '../bus/describe-settings.js';
import { loadOverHttp } from '../bus/http-load.js';
import type { Figure } from '../figure.js';
import { GREETING } from './greeter.js';

const LOAD = { path: GREETING, connections: 64 };
const REQUESTS = 20_000;
const BUDGET = 0.9;
/** The difference is small, so it takes more rounds than others to be seen. */
const MORE_ROUNDS = 3;

/**
 * A GET that is authenticated by a token seen before, authorised and counted, against the same route of the same server
 * without any of that. Answers are counted by the processor time of the server: what else runs on the machine, the client
 * that asks among it, does not count.
 */
export async function measureAuthorised(rounds: number, scale: number): Promise<Figure> {
  const ours = startContender('http-host', { databaseUrl: '', natsUrl: '' }, import.meta.url);
  const peer = startContender('http-host', { databaseUrl: 'open', natsUrl: '' }, import.meta.url);
  const amount = Math.ceil(REQUESTS * scale);
  try {
    return await compare({
      name: 'authorised',
      peer: 'without authentication',
      budget: BUDGET,
      rounds: rounds * MORE_ROUNDS,
      measureOurs: () => answersPerProcessorSecond(ours, amount),
      measurePeer: () => answersPerProcessorSecond(peer, amount),
      settings: async () => [
        "per second of the server's processor time",
        await settingsOf('ours', ours),
        await settingsOf('peer', peer),
      ],
    });
  } finally {
    await Promise.all([ours.stop(), peer.stop()]);
  }
}

async function answersPerProcessorSecond(contender: Contender, amount: number): Promise<number> {
  const before = await contender.ask('processorSeconds');
  await loadOverHttp(contender, amount, LOAD);
  return amount / ((await contender.ask('processorSeconds')) - before);
}

async function settingsOf(who: string, contender: Contender): Promise<string> {
  const settings = await contender.ask<Readonly<Record<string, unknown>>>('settings');
  return describeSettings(who, { ...settings, connections: LOAD.connections });
}
