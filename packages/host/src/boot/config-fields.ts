import { type JsonSchema, z } from '@quyu/contract-kit';

/** The fields of a configuration as JSON Schemas, by name. */
export type ConfigFields = Readonly<Record<string, JsonSchema>>;

const SECRET_NAME = /secret|password|token|private|credential|api_?key$/i;

/** Configurations stay inside the process, so unlike contracts they may have defaults and transforms. */
export function fieldsOf(schema: z.ZodObject): ConfigFields {
  const document = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return (document.properties ?? {}) as ConfigFields;
}

/** Whether a field's value must not be told: it is marked so by `meta({ secret: true })`, or its name says so. */
export function isSecret(field: string, schema: JsonSchema): boolean {
  return schema['secret'] === true || SECRET_NAME.test(field);
}

/** The names of the fields whose values must not be told. */
export function secretFieldsOf(fields: ConfigFields): readonly string[] {
  return Object.entries(fields)
    .filter(([field, schema]) => isSecret(field, schema))
    .map(([field]) => field);
}

/**
 * The variable of a field: `maxUploads` of the plugin `market-data` is `MARKET_DATA_MAX_UPLOADS`.
 *
 * @param prefix a plugin's id, or `quyu` for the host.
 */
export function variableOf(prefix: string, field: string): string {
  const words = field.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2');
  return `${prefix}_${words}`.replaceAll('-', '_').toUpperCase();
}
