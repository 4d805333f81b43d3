import { randomBytes } from "node:crypto";
import path from "node:path";
import process from "node:process";
import { Client } from "pg";
import { freePort } from "./free-ports.ts";
import { postgresBinaries, type PostgresBinaries } from "./postgres-binaries.ts";
import { run } from "./run.ts";
import { startServer, type ServerProcess } from "./server-process.ts";
import { makeTemporaryFolder, removeFolder } from "./temporary-folder.ts";

export interface PostgresOptions {
  /** Default: a free one. */
  readonly port?: number;
  /** Default: false, the server ends when this process ends, in whatever way. */
  readonly outlivesUs?: boolean;
}

export interface Postgres extends AsyncDisposable {
  /** Of the database `postgres`, as its superuser, who needs no password. */
  readonly url: string;
  readonly pid: number;
  /** Ends the server, open connections or not, and removes its data. May be called twice. */
  stop(): Promise<void>;
  /** Ends the server, open connections or not; its data stays. */
  stopServer(): Promise<void>;
  /** Starts the server that was stopped, on the same port, and waits until it serves. */
  startServer(): Promise<void>;
}

/** What a test server may do without: the data need not survive the machine. */
const quick = [
  "fsync=off",
  "synchronous_commit=off",
  "full_page_writes=off",
  "shared_buffers=64MB",
  "max_connections=200",
];
/** No socket files: their path has a length limit that a temporary folder may pass. */
const plain = ["timezone=UTC", "unix_socket_directories=", "listen_addresses=127.0.0.1"];

async function initialise(binaries: PostgresBinaries, folder: string, env: NodeJS.ProcessEnv): Promise<string> {
  const data = path.join(folder, "data");
  // The locale is built in: the same order of texts on every system.
  const locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8"];
  const args = ["--pgdata", data, "--username=postgres", "--auth=trust", "--no-sync", "--no-instructions", ...locale];
  const { code, output } = await run(path.join(binaries.bin, "initdb"), args, {
    env,
    cwd: folder,
    ...binaries.identity,
  });
  if (code !== 0) throw new Error(`PostgreSQL could not make its data folder:\n${output.trim()}`);
  return data;
}

/**
 * Starts a real PostgreSQL 18 on 127.0.0.1, as root or not, and waits until it serves: about 1.5 s. Throws a sentence
 * with its last output when it does not start.
 */
export async function startPostgres({ port, outlivesUs = false }: PostgresOptions = {}): Promise<Postgres> {
  const folder = await makeTemporaryFolder("postgres");
  try {
    const binaries = await postgresBinaries(folder);
    const env = { PATH: process.env["PATH"], LC_ALL: "C", TZ: "UTC" };
    const data = await initialise(binaries, folder, env);
    const ownPort = port ?? (await freePort());
    const start = (): Promise<ServerProcess> =>
      startServer({
        name: "PostgreSQL",
        command: path.join(binaries.bin, "postgres"),
        args: ["-D", data, "-p", String(ownPort), ...[...quick, ...plain].flatMap((setting) => ["-c", setting])],
        env,
        cwd: folder,
        ...binaries.identity,
        logFile: path.join(folder, "server.log"),
        ready: "ready to accept connections",
        // SIGTERM would wait until every client has gone.
        stopSignal: "SIGINT",
        outlivesUs,
        temporaryFolders: [folder],
      });
    let server = await start();
    const stop = async (): Promise<void> => {
      await server.stop();
      await removeFolder(folder);
    };
    const url = `postgres://postgres@127.0.0.1:${ownPort}/postgres`;
    return {
      url,
      get pid() {
        return server.pid;
      },
      stop,
      [Symbol.asyncDispose]: stop,
      stopServer: () => server.stop(),
      startServer: async () => void (server = await start()),
    };
  } catch (error) {
    await removeFolder(folder);
    throw error;
  }
}

/** Makes an empty database on the server of `url`, so that tests do not see each other's tables. Returns its URL. */
export async function createDatabase(url: string): Promise<string> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}
