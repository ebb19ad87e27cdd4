export { type Bilingual, type Grant, type Person, findPerson, roleOf } from './people/person.js';
export { SAMPLE_PEOPLE } from './people/sample-people.js';
export {
  CLI_CLIENT,
  CONSOLE_CLIENT,
  IMPORT_CLIENT,
  machineClients,
  serviceClient,
} from './provider/clients.js';
export { IssuerRefused, refuseProduction } from './refuse.js';
export { type IssuerSecrets, completeSecrets } from './secrets.js';
export { type SignIn, SignInFailed, signIn } from './sign-in.js';
export { type IssuerOptions, type RunningIssuer, startIssuer } from './start-issuer.js';
