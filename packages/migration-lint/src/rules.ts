/** What breaks while replicas of the previous release still work, or holds their requests up; and what to do instead. */
export const RULES = {
  'drop-table': {
    why: 'replicas of the previous release still use it',
    instead: 'drop it a release after the last one that used it, and say so in a waiver',
  },
  'drop-column': {
    why: 'replicas of the previous release still name it',
    instead: 'drop it a release after the last one that named it, and say so in a waiver',
  },
  rename: {
    why: 'replicas of the previous release only know the old name',
    instead: 'add the new one, write both, copy, read the new one, and drop the old one a release later',
  },
  'not-null': {
    why: 'replicas of the previous release leave it empty, and rows are checked under a lock that stops all work',
    instead:
      'give it a constant default; or a check "is not null" that is not valid, validated in a later migration, and then "set not null" with a waiver',
  },
  'change-type': {
    why: 'it writes the table anew under a lock that stops all work, and the previous release expects the old type',
    instead: 'add a column of the new type, write both, copy, read the new one, and drop the old one later',
  },
  rewrite: {
    why: 'each row gets a value of its own, so the table is written anew under a lock that stops all work',
    instead: 'add the column without it, then set the default, and fill old rows in batches by a job',
  },
  'drop-default': {
    why: 'replicas of the previous release may rely on the default',
    instead: 'drop it a release after the last one that relied on it, and say so in a waiver',
  },
  index: {
    why: 'no row can be written while it is built',
    instead: 'build it concurrently, in a migration made by defineConcurrently',
  },
  'drop-index': {
    why: 'it waits for all work on the table and stops it; and "on conflict" of the previous release may need it',
    instead: 'drop it concurrently, a release after the last one that needed it',
  },
  'unnamed-index': {
    why: 'a build that failed leaves an invalid index, which a repetition must be able to drop',
    instead: 'name the index, and put "drop index concurrently if exists <name>" before it',
  },
  key: {
    why: 'its index is built under a lock that stops all work',
    instead: 'build a unique index concurrently, then add the constraint "using index" in a later migration',
  },
  'drop-constraint': {
    why: '"on conflict" or a foreign key of the previous release may need it',
    instead: 'drop it a release after the last one that needed it, and say so in a waiver',
  },
  validate: {
    why: 'all rows are checked under a lock that stops all work',
    instead: 'add it "not valid", and validate it in a later migration',
  },
  'change-rows': {
    why: 'rows stay locked until the migration ends, and the previous release goes on writing them as before',
    instead: 'fill them in batches by a job; or say in a waiver how few they are',
  },
  transaction: {
    why: 'a migration is a transaction already, unless it is made by defineConcurrently',
    instead: 'leave it out',
  },
  timeouts: {
    why: 'the migrator sets how long a statement may wait for locks',
    instead: 'leave it out',
  },
  inside: {
    why: 'Postgres refuses it inside a transaction',
    instead: 'put it into a migration of its own, made by defineConcurrently',
  },
  outside: {
    why: 'outside a transaction it stays done when a later statement fails, and would run a second time',
    instead: 'put it into a migration of its own, made by defineMigration',
  },
  unreadable: {
    why: 'it cannot be parsed, so nothing is known of it',
    instead: 'mend it, or write the migration as plain statements',
  },
  unknown: {
    why: 'this linter cannot tell what it does to the previous release',
    instead: 'write it as plain statements, or say in a waiver why it is safe',
  },
} as const;

/** Name of a rule of rolling upgrades. */
export type Rule = keyof typeof RULES;
