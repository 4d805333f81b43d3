import { Client } from "pg";

/** Rows that nobody reads, nor any after them, until they are let through. */
export interface RowGates extends AsyncDisposable {
  open(id: number): Promise<void>;
}

/**
 * Stops whoever reads a table in the order of its ids, at each of the given rows: the statement that comes to such a
 * row waits in the database. The superuser passes, as no row policy holds for him.
 */
export async function closeRowGates(database: string, table: string, ids: readonly number[]): Promise<RowGates> {
  const holder = new Client({ connectionString: database });
  await holder.connect();
  for (const id of ids) await holder.query("SELECT pg_advisory_lock($1)", [id]);
  await holder.query(`
    CREATE FUNCTION passes(id bigint) RETURNS boolean LANGUAGE plpgsql AS $$
    BEGIN
      IF id IN (${ids.join(", ")}) THEN PERFORM pg_advisory_xact_lock_shared(id); END IF;
      RETURN true;
    END $$;
    ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY gates ON ${table} USING (passes(id));`);
  return {
    async open(id) {
      await holder.query("SELECT pg_advisory_unlock($1)", [id]);
    },
    async [Symbol.asyncDispose]() {
      await holder.end();
    },
  };
}
