import type { EventType } from '@quyu/contract-kit';
import {
  connectNats,
  createLog,
  OBSERVER,
  readSecretVariable,
  type TailFilter,
  tailEvents,
} from '@quyu/host';
import { CliError } from '../cli-error.js';
import { findRunning, notRunning } from '../deployment/locate-platform.js';
import { natsLoginFromEnv } from '../deployment/nats-login-from-env.js';
import { stateFolder } from '../deployment/state-files.js';
import { listenForStop } from '../up/stop-request.js';
import { parseAggregate } from './letter-selection.js';
import { describeTailed, jsonOfTailed } from './describe-event.js';

/** Which events to show, how, and where they are. */
export interface TailOptions {
  readonly type?: EventType;
  readonly service?: string;
  /** `<type>/<id>`, or the id alone. */
  readonly aggregate?: string;
  /** Seconds to look back. */
  readonly since?: number;
  readonly json?: boolean;
  readonly nats?: string;
  readonly state?: string;
}

/** Shows events on standard output as they happen, until it is asked to stop. */
export async function showEvents(options: TailOptions): Promise<void> {
  const { since, type, service, aggregate, json = false } = options;
  if (since !== undefined && type === undefined && service === undefined) {
    throw new CliError('--since needs --type or --service.', 'Say of which events the past is wanted.');
  }
  const note = (line: string): void => void process.stderr.write(`${line}\n`);
  const nc = await connectNats({
    natsUrl: findNats(options),
    name: 'quyu events tail',
    log: createLog('warn'),
    options: natsLoginFromEnv(OBSERVER),
  });
  const ending = new AbortController();
  const stop = listenForStop(() => undefined);
  void stop.asked.then(() => ending.abort());
  try {
    const filter: TailFilter = {
      ...(type === undefined ? {} : { type }),
      ...(service === undefined ? {} : { service }),
      ...(aggregate === undefined ? {} : aggregateFilter(aggregate)),
    };
    const past = since === undefined ? {} : { since: new Date(Date.now() - since * 1000) };
    note('Listening. Ctrl-C ends it.');
    const root = process.env['QUYU_BUS_ROOT'] ?? 'quyu';
    for await (const seen of tailEvents({ nc, root, filter, ...past, signal: ending.signal })) {
      process.stdout.write(`${json ? jsonOfTailed(seen) : describeTailed(seen)}\n`);
    }
  } finally {
    await nc.close();
  }
}

function aggregateFilter(text: string): Pick<TailFilter, 'aggregateType' | 'aggregateId'> {
  return text.includes('/') ? parseAggregate(text) : { aggregateId: text };
}

function findNats({ nats, state }: TailOptions): string {
  const given = nats ?? readSecretVariable('QUYU_NATS_URL', process.env);
  if (given !== undefined) return given;
  const folder = stateFolder(state);
  const running = findRunning(folder);
  if (!running) throw notRunning(folder);
  return running.natsUrl;
}
