import type { Client, ClientConfig } from "pg";
import { ConnectError } from "../../../connect/index.ts";
import type { ConnectOptions } from "../dialect.ts";
import { postgresError } from "./postgresql-errors.ts";
import { sslAttempts } from "./postgresql-ssl.ts";

const DEFAULT_PORT = 5432;
/** pgjdbc's `connectTimeout`, in seconds. */
const CONNECT_TIMEOUT = "10";
/** How long one page may take, in milliseconds, if `connection.statement_timeout` does not say. */
const STATEMENT_TIMEOUT = "300000";

/** Properties of pgjdbc that are used; any other is named in a warning. */
const known = new Set([
  "user",
  "password",
  "ssl",
  "sslmode",
  "sslrootcert",
  "sslcert",
  "sslkey",
  "currentSchema",
  "ApplicationName",
  "applicationName",
  "connectTimeout",
  "statement_timeout",
  "options",
]);

/** Opens a connection to the first host that answers. @throws ConnectError, retriable if it may work later. */
export async function connectPostgres(options: ConnectOptions): Promise<Client> {
  const { url, properties, warn } = options;
  const property = (name: string): string | undefined => url.properties.get(name) ?? properties.get(name);
  for (const name of new Set([...url.properties.keys(), ...properties.keys()])) {
    if (!known.has(name)) warn(`The PostgreSQL driver property ${name} has no effect`);
  }
  const user = property("user") ?? options.user;
  const password = property("password") ?? options.password;
  const config: ClientConfig = {
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
    database: url.database || user || "postgres",
    application_name: property("ApplicationName") ?? property("applicationName") ?? options.applicationName,
    connectionTimeoutMillis: Number(property("connectTimeout") ?? CONNECT_TIMEOUT) * 1000,
    statement_timeout: Number(property("statement_timeout") ?? STATEMENT_TIMEOUT),
    keepAlive: true,
    ...(property("options") === undefined ? {} : { options: property("options") }),
  };
  const attempts = await sslAttempts(property);
  let failure: ConnectError | undefined;
  for (const { host, port = DEFAULT_PORT } of url.hosts) {
    for (const [i, ssl] of attempts.entries()) {
      try {
        return await open({ ...config, host, port, ssl }, property("currentSchema"));
      } catch (error) {
        const doing = `Can't connect to PostgreSQL at ${host}:${port}, database ${config.database} (connection.url)`;
        failure = postgresError(doing, error);
        if (i === 0 && !isSslRefusal(error)) break;
      }
    }
  }
  throw failure ?? new ConnectError("connection.url names no host");
}

async function open(config: ClientConfig, currentSchema: string | undefined): Promise<Client> {
  const { default: pg } = await import("pg");
  const client = new pg.Client(config);
  // A connection lost while idle shows at its next statement; without a listener it would end the process.
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("SET DateStyle = ISO; SET TimeZone = UTC; SET bytea_output = hex; SET extra_float_digits = 1");
    if (currentSchema !== undefined) {
      await client.query("SELECT set_config('search_path', $1, false)", [currentSchema]);
    }
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

/** The server has no TLS, or lets nobody in without it (28000): the only reasons to try the other way. */
function isSslRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return /does not support SSL/i.test(error.message) || ("code" in error && error.code === "28000");
}
