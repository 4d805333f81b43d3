import type { SourceTable } from "./source/source-table.ts";

/** A connector of the run and the tables it reads. */
export interface ChaosConnector {
  readonly name: string;
  readonly tasksMax: number;
  readonly runMode: "continuous" | "drain";
  readonly tables: readonly SourceTable[];
}

/** How long one task invocation may take, in milliseconds: it ends and goes on many times in a run. */
export const TASK_BUDGET_MS = 8_000;

/** How long the lease of a task holds that says nothing, in milliseconds. */
export const LEASE_MS = 2_000;

const connector = (name: string, count: number, tasksMax: number, runMode: "continuous" | "drain"): ChaosConnector => ({
  name,
  tasksMax,
  runMode,
  tables: Array.from({ length: count }, (_, n) => ({ name: `${name}_${n + 1}`, topic: `chaos-${name}_${n + 1}` })),
});

/** Its tasks are killed, and operators change it all the time. */
export const changedConnector = connector("orders", 4, 3, "continuous");

/** Its tasks are killed as well, but nobody ever changes it: its generation must stay what it was. */
export const steadyConnector = connector("parts", 2, 2, "drain");

export const chaosConnectors: readonly ChaosConnector[] = [changedConnector, steadyConnector];

/** The configuration of a connector: everything happens in short times, so that a run of minutes sees a lot of it. */
export function connectorConfig(
  { name, runMode, tables }: ChaosConnector,
  databaseUrl: string,
  tasksMax: number,
): Record<string, string> {
  const { hostname, port, pathname, username } = new URL(databaseUrl);
  return {
    name,
    "connector.class": "io.confluent.connect.jdbc.JdbcSourceConnector",
    "tasks.max": String(tasksMax),
    "connection.url": `jdbc:postgresql://${hostname}:${port}${pathname}`,
    "connection.user": username,
    "connection.attempts": "2",
    "connection.backoff.ms": "300",
    mode: "incrementing",
    "incrementing.column.name": "id",
    "table.whitelist": tables.map((table) => table.name).join(","),
    "topic.prefix": "chaos-",
    "poll.interval.ms": "50",
    "batch.max.rows": "20",
    "sluice.run.mode": runMode,
    "sluice.idle.ms": "50",
    "sluice.lease.ms": String(LEASE_MS),
    "sluice.heartbeat.ms": "500",
    "sluice.checkpoint.interval.ms": "300",
    "sluice.control.interval.ms": "300",
    "sluice.drain.grace.ms": "3000",
    "sluice.restart.backoff.ms": "300",
    "sluice.restart.backoff.max.ms": "3000",
  };
}

/** The worker's configuration, as the functions would have it in their environment. */
export const workerConfig = (bootstrap: string): Record<string, string> => ({
  "bootstrap.servers": bootstrap,
  "key.converter": "org.apache.kafka.connect.storage.StringConverter",
  "value.converter": "org.apache.kafka.connect.json.JsonConverter",
  "value.converter.schemas.enable": "false",
});
