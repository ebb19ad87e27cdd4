/** The Postgres schema of a service: its id with underscores, so that it needs no quotes in SQL. */
export function schemaOf(service: string): string {
  return service.replaceAll('-', '_');
}

/** The role a service works as: it has rights on its own schema only, and cannot log in. */
export function roleOf(service: string): string {
  return `quyu_${schemaOf(service)}`;
}

/** The role that moves a service's events to the broker: the only one that may delete from its outbox. */
export function relayRoleOf(service: string): string {
  return `${roleOf(service)}_relay`;
}

/** The role a service works as for a caller whose grant is limited: row-level security holds it to what lies within. */
export function callerRoleOf(service: string): string {
  return `${roleOf(service)}_caller`;
}

/** The user a service logs in as, where it has one of its own. */
export function loginOf(service: string): string {
  return `${roleOf(service)}_login`;
}

/** Quotes an identifier for SQL text. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
