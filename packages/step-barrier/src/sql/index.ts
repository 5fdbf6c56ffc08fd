import { BadUserInput } from '@counterstep/primitives';
import type { BarrierStore, RecordQuery } from '../port.ts';
import type { BarrierRecord, RecordDraft } from '../rules.ts';

/** The value of a parameter or a column. */
export type SqlValue = string | number | null;

/** The result of a statement. */
export interface SqlResult {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** How many rows the statement changed. */
  readonly changes: number;
}

/** Runs one statement with its parameters. */
export type SqlRun = (statement: string, parameters: readonly SqlValue[]) => Promise<SqlResult>;

/** The features of a database that the barrier needs; any driver of SQLite or PostgreSQL can provide them. */
export interface SqlDatabase {
  /** Runs the work in one transaction, which is rolled back if the work throws, and durable once this resolves. */
  transaction<Result>(work: (run: SqlRun) => Promise<Result>): Promise<Result>;
  /**
   * Whether an error means that another transaction was faster, such as SQLITE_BUSY, or PostgreSQL's 40001 and 40P01.
   */
  isContention(error: unknown): boolean;
  /** The placeholder of the n-th parameter, from 1, such as `$1` for PostgreSQL; default: `?`. */
  readonly parameter?: (n: number) => string;
}

/** The writes of a step's work in SQL: statements in the transaction that records the step. */
export type SqlWrites = (run: SqlRun) => Promise<void>;

/** The statements that create the barrier's table, `step_barriers`, and its index, if they do not exist. */
export const barrierTable: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS step_barriers (
    id VARCHAR(255) PRIMARY KEY, version INTEGER NOT NULL, recorded_at VARCHAR(24) NOT NULL, record TEXT NOT NULL)`,
  'CREATE INDEX IF NOT EXISTS step_barriers_recorded ON step_barriers (recorded_at, id)',
];

class LostRace extends Error {}

/** Keeps the records of a barrier in the table of {@link barrierTable}. */
export function sqlBarrierStore(database: SqlDatabase): BarrierStore<SqlWrites> {
  const { parameter = () => '?' } = database;
  /** Runs a statement with its question marks replaced by the database's placeholders. */
  const run = (connection: SqlRun, [text, ...parameters]: Statement): Promise<SqlResult> => {
    let n = 0;
    return connection(
      text.replaceAll('?', () => parameter((n += 1))),
      parameters,
    );
  };
  const runAlone = (statement: Statement) => database.transaction((connection) => run(connection, statement));
  return {
    get: async (id) => {
      const { rows } = await runAlone([`${SELECT} WHERE id = ?`, id]);
      return rows.map(recordOf)[0];
    },
    commit: ({ writes, record, replaces }) =>
      database.transaction(async (connection) => {
        const { changes } = await run(
          connection,
          replaces === undefined ? insert(record) : replace(record, replaces),
        );
        // The record is written first, so that the work is not even begun if another call was faster.
        if (changes === 0) throw new LostRace('Another call has recorded the step.');
        await writes?.(connection);
      }),
    isLostRace: (error) => error instanceof LostRace || database.isContention(error),
    find: async (query) => {
      const { rows } = await runAlone(select(query));
      const nodes = rows.slice(0, query.limit).map(recordOf);
      return {
        edges: nodes.map((node) => ({ cursor: cursorOf(node), node })),
        hasNextPage: rows.length > query.limit,
      };
    },
    forget: async (ids) => {
      if (ids.length === 0) return 0;
      return (await runAlone([`DELETE FROM step_barriers WHERE ${isOneOf(ids)}`, ...ids])).changes;
    },
  };
}

type Statement = readonly [text: string, ...parameters: readonly SqlValue[]];

const SELECT = 'SELECT version, record FROM step_barriers';

const insert = (record: RecordDraft): Statement => [
  'INSERT INTO step_barriers (id, version, recorded_at, record) VALUES (?, 1, ?, ?) ON CONFLICT (id) DO NOTHING',
  ...[record.id, record.recordedAt, JSON.stringify(record)],
];

const replace = (record: RecordDraft, version: number): Statement => [
  'UPDATE step_barriers SET version = ?, record = ? WHERE id = ? AND version = ?',
  ...[version + 1, JSON.stringify(record), record.id, version],
];

const isOneOf = (ids: readonly string[]): string =>
  ids.length === 0 ? '1 = 0' : `id IN (${ids.map(() => '?').join(', ')})`;

function select({ ids, since = '', limit, after }: RecordQuery): Statement {
  const [recordedAt, id] = after === undefined ? ['', ''] : placeOf(after);
  const narrowed = ids === undefined ? '' : `AND ${isOneOf(ids)}`;
  return [
    `${SELECT} WHERE recorded_at >= ? AND (recorded_at > ? OR (recorded_at = ? AND id > ?)) ${narrowed}
      ORDER BY recorded_at, id LIMIT ?`,
    ...[since, recordedAt, recordedAt, id, ...(ids ?? []), limit + 1],
  ];
}

const recordOf = ({ version, record }: Readonly<Record<string, unknown>>): BarrierRecord => ({
  ...(JSON.parse(String(record)) as BarrierRecord),
  version: Number(version),
});

const cursorOf = ({ recordedAt, id }: BarrierRecord): string =>
  Buffer.from(JSON.stringify([recordedAt, id])).toString('base64url');

/**
 * The place in the list that a cursor stands for.
 *
 * @throws {BadUserInput} if the text is not a cursor of this list.
 */
function placeOf(cursor: string): readonly [recordedAt: string, id: string] {
  try {
    const [recordedAt, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as readonly unknown[];
    if (typeof recordedAt === 'string' && typeof id === 'string') return [recordedAt, id];
  } catch {
    // Any text that is not a cursor gets the same error.
  }
  throw new BadUserInput('The cursor does not belong to this list.', ['after']);
}
