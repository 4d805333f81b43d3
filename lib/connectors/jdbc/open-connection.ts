import { ConnectError, type TaskClock } from "../../connect/index.ts";
import type { JdbcConfig } from "./config-def.ts";
import { jdbcConfig } from "./config-def.ts";
import { parseConnectionUrl } from "./connection-url.ts";
import type { Connection, Dialect } from "./dialect.ts";
import { dialects } from "./dialects/index.ts";

/** What a connector's and a task's context have in common. */
export interface ConnectingContext {
  readonly connector: string;
  readonly clock: TaskClock;
  readonly signal: AbortSignal;
  warn(message: string): void;
}

/** The dialect that a configuration's URL names. @throws ConfigError if there is none. */
export const dialectOf = (config: JdbcConfig): Dialect =>
  dialects[parseConnectionUrl(config["connection.url"]).dialect];

/**
 * Opens a connection: `connection.attempts` times where trying again may help, `connection.backoff.ms` apart.
 *
 * @param given The configuration as it was given: `connection.*` keys that nothing here knows go to the driver.
 * @throws ConnectError after the last try, or when the task has to end.
 */
export async function openConnection(
  config: JdbcConfig,
  given: Readonly<Record<string, string>>,
  context: ConnectingContext,
): Promise<Connection> {
  const { connector, clock, signal } = context;
  const options = {
    url: parseConnectionUrl(config["connection.url"]),
    user: config["connection.user"] ?? undefined,
    password: config["connection.password"]?.value,
    properties: driverProperties(given),
    applicationName: `sluice ${connector}`,
    warn: (message: string) => context.warn(message),
  };
  const attempts = config["connection.attempts"];
  for (let attempt = 1; ; attempt++) {
    try {
      return await dialectOf(config).connect(options);
    } catch (error) {
      if (!(error instanceof ConnectError && error.retriable) || signal.aborted) throw error;
      if (attempt === attempts) {
        throw new ConnectError(`${error.message} (tried ${attempts} times)`, { cause: error, retriable: true });
      }
      context.warn(`${error.message}; trying again, ${attempts - attempt} times at most`);
      await clock.sleep(Number(config["connection.backoff.ms"]), signal);
    }
  }
}

function driverProperties(given: Readonly<Record<string, string>>): Map<string, string> {
  const ours = Object.keys(jdbcConfig.keys);
  const names = Object.keys(given).filter((name) => name.startsWith("connection.") && !ours.includes(name));
  return new Map(names.map((name) => [name.slice("connection.".length), given[name] ?? ""]));
}
