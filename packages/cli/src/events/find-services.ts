import { type Client, type PlatformRoutes, type Api, createClient, platformApi } from '@quyu/contract-kit';
import { CliError } from '../cli-error.js';
import { loadConfig } from '../deployment/load-config.js';
import { type WhereOptions, locatePlatform } from '../deployment/locate-platform.js';

/** A service of the platform whose events can be operated on. */
export interface ServiceBus {
  readonly service: string;
  readonly client: Client<Api<string, PlatformRoutes>>;
}

/**
 * The services of the deployment that keep events, or the one that is named.
 *
 * @throws CliError when there is none of that name, or no platform is known.
 */
export async function findServices(where: WhereOptions, only?: string): Promise<readonly ServiceBus[]> {
  const { plugins } = await loadConfig();
  const known = plugins.flatMap(({ spec }) => (spec.db ? [spec.id] : []));
  const wanted = chooseServices(known, only);
  const { baseUrl, token } = await locatePlatform(where);
  return wanted.map((service) => ({
    service,
    client: createClient(platformApi(service), { baseUrl, token }),
  }));
}

/** @throws CliError naming the services there are. */
export function chooseServices(known: readonly string[], only: string | undefined): readonly string[] {
  if (only === undefined) return known;
  if (known.includes(only)) return [only];
  throw new CliError(`There is no service "${only}".`, `There are: ${known.join(', ')}.`);
}
