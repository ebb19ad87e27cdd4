import type { PluginMigration } from '@quyu/plugin-kit';
import {
  type CompiledQuery,
  type DatabaseConnection,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';

/**
 * The SQL of a migration, in the order in which it would run it. It runs against nothing: every statement is answered with no rows.
 *
 * @throws what the migration throws, such as one that needs rows to go on.
 */
export async function recordStatements({ up }: PluginMigration): Promise<readonly string[]> {
  const statements: string[] = [];
  const db = new Kysely<unknown>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new RecordingDriver(statements),
      createIntrospector: (each) => new PostgresIntrospector(each),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  await up(db);
  return statements;
}

class RecordingDriver extends DummyDriver {
  readonly #statements: string[];

  constructor(statements: string[]) {
    super();
    this.#statements = statements;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    return {
      executeQuery: async <Row>({ sql }: CompiledQuery): Promise<QueryResult<Row>> => {
        this.#statements.push(sql);
        return { rows: [] };
      },
      // eslint-disable-next-line require-yield
      async *streamQuery() {
        throw new Error('a migration does not read streams');
      },
    };
  }
}
