export { type AsyncApiOptions, asyncApiOf } from './asyncapi.js';
export { catalogueFiles } from './catalogue-files.js';
export type { JsonObject } from './embed-schema.js';
export { jsonSchemasOf } from './json-schemas.js';
export { type OpenApiOptions, openApiOf } from './openapi.js';
export { stableJson } from './stable-json.js';
