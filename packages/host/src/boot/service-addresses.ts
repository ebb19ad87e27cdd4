import type { Plugin } from '@quyu/plugin-kit';
import type { ConfigFault } from './config-error.js';

/** Services that plugins call and nobody has given an address for, as faults of the environment. */
export function addressFaults(
  plugins: readonly Plugin[],
  serviceUrls: Readonly<Record<string, string>>,
): ConfigFault[] {
  const here = new Set(plugins.map(({ spec }) => spec.id));
  return plugins.flatMap(({ spec }) => {
    const called = [...new Set(Object.values(spec.calls).map(({ service }) => service))];
    const unknown = called.filter((service) => !here.has(service) && !Object.hasOwn(serviceUrls, service));
    return unknown.map((service) => ({
      name: 'QUYU_SERVICE_URLS',
      value: JSON.stringify(serviceUrls),
      fault: `"${spec.id}" calls "${service}", which does not run here`,
      remedy: `add {"${service}":"http://host:port"}, or run "${service}" here too`,
    }));
  });
}

/**
 * Where each service is served: at the address that was given, else here.
 *
 * @param ownUrl this host's own address, known once it listens.
 */
export function baseUrls(
  serviceUrls: Readonly<Record<string, string>>,
  ownUrl: () => string | undefined,
): (service: string) => string {
  return (service) => {
    const url = Object.hasOwn(serviceUrls, service) ? serviceUrls[service] : ownUrl();
    if (url === undefined)
      throw new Error(
        `"${service}" cannot be called before the host listens: call it from a handler, not from setup`,
      );
    return url;
  };
}
