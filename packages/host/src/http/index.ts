/** The HTTP side by itself, for who measures it without a database and a broker. Services are hosted by `startHost`. */
export { createIdentify } from '../access/identify.js';
export { type Authenticate, createAuthenticate } from './authenticate.js';
export type { ServedService } from './served.js';
export { type ServerOptions, createServer } from './server.js';
