import { type Api, type ClientOptions, createClient } from '@quyu/contract-kit';
import type { Caller } from '@quyu/plugin-kit';
import { currentCause } from '../database/cause.js';
import { inTransaction } from '../database/transactor.js';
import { headersOfCause } from './cause-of-request.js';

/** What the clients of a service need. */
export interface ClientsOptions {
  readonly calls: Readonly<Record<string, Api>>;
  /** Where a service is served. */
  readonly baseUrlOf: (service: string) => string;
  /** A token of the service itself, for work that nobody asked for. */
  readonly ownToken: () => string | Promise<string>;
  /** Whether a call inside a database transaction throws: in development and tests. */
  readonly refuseInTransaction: boolean;
}

/** Clients by the name a plugin gave each API in `calls`; their types are the plugin's. */
export type AnyClients = Readonly<Record<string, unknown>>;

/**
 * Makes a plugin's typed clients.
 *
 * @returns a function that gives them on behalf of a caller, or of the service itself when none is given.
 */
export function clientsOf(options: ClientsOptions): (caller?: Caller) => AnyClients {
  const send = options.refuseInTransaction ? fetchOutsideTransactions : fetch;
  return (caller) => {
    const token = caller ? caller.token : options.ownToken;
    const clients = Object.entries(options.calls).map(([name, api]) => {
      const client: ClientOptions = {
        baseUrl: options.baseUrlOf(api.service),
        token,
        fetch: send,
        headers: () => headersOfCause(currentCause()),
      };
      return [name, createClient(api, client)] as const;
    });
    return Object.freeze(Object.fromEntries(clients));
  };
}

const fetchOutsideTransactions: typeof fetch = (address, init) => {
  if (!inTransaction()) return fetch(address, init);
  const target = address instanceof Request ? address.url : String(address);
  const message = `HTTP inside a database transaction: ${init?.method ?? 'GET'} ${target}. It would hold a connection and row locks while it waits: call before the transaction, or publish an event`;
  return Promise.reject(new Error(message));
};
