import { type PublishedEvent, type RepublishAnswer, Problem } from '@quyu/contract-kit';
import { CliError } from '../cli-error.js';
import type { WhereOptions } from '../deployment/locate-platform.js';
import { findServices } from './find-services.js';
import { parseAggregate, parseLetter } from './letter-selection.js';
import { print } from './output.js';
import { renderLag } from './render-lag.js';
import { renderEvent } from './render-operations.js';

/** What looking takes. */
export interface LookOptions extends WhereOptions {
  readonly service?: string;
  readonly json?: true;
}

/** `quyu events show`: by id, which every service is asked for, or by a service's sequence. */
export async function showEvent(name: string, options: LookOptions): Promise<void> {
  const isId = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(name);
  const { service, id } = isId ? { service: options.service, id: name } : parseLetter(name, options.service);
  for (const bus of await findServices(options, service)) {
    const event = await orNothing(bus.client.getPublishedEvent({ params: { event: id } }));
    if (event)
      return print(options.json, { service: bus.service, ...event }, () => renderEvent(bus.service, event));
  }
  throw new CliError(
    `There is no event ${name}${service === undefined ? '' : ` of ${service}`}.`,
    'It may be older than what the stream keeps; "quyu events tail --since" shows what there is.',
  );
}

async function orNothing(asked: Promise<PublishedEvent>): Promise<PublishedEvent | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Problem && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}

/** What `quyu events lag` takes. */
export interface LagOptions extends LookOptions {
  readonly lanes?: true;
}

/** `quyu events lag` */
export async function showLag(options: LagOptions): Promise<void> {
  const asked = (await findServices(options, options.service)).map(async ({ service, client }) => ({
    service,
    ...(await client.getBusLag({})),
  }));
  const lags = await Promise.all(asked);
  print(options.json, lags, () => renderLag(lags, options.lanes === true));
}

/** What republishing takes. */
export interface RepublishOptions extends LookOptions {
  readonly from: number;
  readonly to?: number;
  readonly type?: string;
  readonly aggregate?: string;
  readonly dryRun?: true;
  readonly rate?: number;
}

/** `quyu events republish` */
export async function republishEvents(service: string, options: RepublishOptions): Promise<void> {
  const { from, to = from, type, aggregate, dryRun = false, rate } = options;
  const [bus] = await findServices(options, service);
  const about = aggregate === undefined ? {} : parseAggregate(aggregate);
  let total: RepublishAnswer | undefined;
  for (let next: number | null = from; next !== null; next = total.next) {
    const body = { fromSequence: next, toSequence: to, type, ...about, dryRun, ratePerSecond: rate };
    const answer: RepublishAnswer = await bus!.client.republishEvents({
      body: { ...body, republishId: total?.republishId },
    });
    total = {
      ...answer,
      republished: answer.republished + (total?.republished ?? 0),
      passedOver: answer.passedOver + (total?.passedOver ?? 0),
    };
  }
  const done = dryRun ? 'would be published again' : 'published again';
  print(
    options.json,
    { service, ...total },
    () => `${service}: ${total?.republished} ${done}, ${total?.passedOver} passed over`,
  );
}
