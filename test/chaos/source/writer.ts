import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { seededRandom } from "../../../lib/local/employees/random.ts";
import { insertRows, lastId } from "./source-table.ts";

/** Inserts rows into one table, commit by commit, until it is stopped. */
export interface Writer {
  /** Ends after the commit under way. Returns the table's last id, read from the database itself. */
  stop(): Promise<number>;
}

const PAUSE_MS = 60;
const RECONNECT_MS = 100;
const LARGEST_COMMIT = 10;

/** Begins to write. A commit whose answer is missing is looked up before the next one, so that ids have no gap. */
export function startWriter(databaseUrl: string, table: string, seed: number): Writer {
  const random = seededRandom(seed);
  const end = new AbortController();
  const untilStopped = async (): Promise<void> => {
    while (!end.signal.aborted) {
      await connected(databaseUrl, async (client) => {
        let last = await lastId(client, table);
        while (!end.signal.aborted) {
          const count = random.between(1, LARGEST_COMMIT);
          await insertRows(client, table, last, count);
          last += count;
          await sleep(PAUSE_MS);
        }
      }).catch((error: unknown) => {
        if (!isLostConnection(error)) throw error;
        return sleep(RECONNECT_MS);
      });
    }
  };
  const writing = untilStopped();
  // Told by `stop`, whenever it happens.
  writing.catch(() => undefined);
  return {
    async stop() {
      end.abort();
      await writing;
      return connected(databaseUrl, (client) => lastId(client, table));
    },
  };
}

async function connected<T>(databaseUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: databaseUrl });
  // A connection that is lost between two queries has nobody to tell; the next query does.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A stopped server ends connections (class 57), refuses new ones, or just closes the socket. */
function isLostConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  return code.startsWith("57P") || code.startsWith("ECONN") || code === "EPIPE" || /connection/i.test(error.message);
}
