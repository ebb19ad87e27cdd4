import { type TestHost, startTestHost } from '@quyu/testkit';
import { type Market, openMarket } from '../market/open-market.js';
import type { DeclaredRoute } from '../routes/declared-routes.js';
import { loadDeployment } from '../routes/deployment.js';
import { type Answer, type Exchange, openExchange } from './exchange.js';
import { type Parts, type WireRequest, wireRequest } from './request.js';

/** The whole deployment in one host, and ways to ask it. */
export interface DeploymentHost {
  readonly app: TestHost;
  readonly exchange: Exchange;
  readonly market: Market;
  /** Asks a route as a caller who may do everything. */
  ask(each: DeclaredRoute, parts: Parts, changes?: Partial<WireRequest>): Promise<Answer>;
  stop(): Promise<void>;
}

/** Starts every plugin of `quyu.config.ts`, in a database and under subjects of its own, and opens a small market in it. */
export async function startDeployment(): Promise<DeploymentHost> {
  // Thousands of requests that fail as they should would drown what is worth reading.
  const quiet = process.env['QUYU_TEST_LOG'] ? {} : ({ logLevel: 'silent' } as const);
  const app = await startTestHost({ ...(await loadDeployment()), ...quiet });
  const exchange = openExchange(app.url);
  const market = await openMarket(app);
  return {
    app,
    market,
    exchange,
    ask: async (each, parts, changes = {}) => {
      const request = wireRequest(each, parts);
      const headers = { ...request.headers, ...changes.headers };
      return exchange({ ...request, ...changes, headers }, await app.token());
    },
    stop: () => app.stop(),
  };
}
