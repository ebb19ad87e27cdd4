export { type AsyncApiOptions, asyncApiOf } from './asyncapi.js';
export { catalogueFiles } from './catalogue-files.js';
export type { JsonObject } from './embed-schema.js';
export {
  type BreakingChange,
  type PublishedContracts,
  compareContracts,
} from './evolution/compare-contracts.js';
export {
  type ContractEntry,
  type Contracts,
  type PublishedContract,
  type PublishedEvent,
  type PublishedRoute,
  contractsOf,
} from './evolution/contracts.js';
export {
  BreakingChangeError,
  checkEvolution,
  publishContracts,
  readPublished,
} from './evolution/published-folder.js';
export { jsonSchemasOf } from './json-schemas.js';
export { type OpenApiOptions, openApiOf } from './openapi.js';
export { stableJson } from './stable-json.js';
