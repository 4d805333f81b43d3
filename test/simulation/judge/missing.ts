import type { ConnectorItem } from "../../../lib/ports/index.ts";
import type { Cloud } from "../cloud/cloud.ts";
import { rowOf } from "./snapshot.ts";

/** The first thing that is not yet as it has to be when faults are over, as a sentence; undefined: all is well. */
export function missing(cloud: Cloud): string | undefined {
  for (const item of cloud.state.connectors.values()) {
    const found = undone(cloud, item) ?? (item.deleted ? leftOver(cloud, item) : missingOf(cloud, item));
    if (found) return `Connector ${item.connector}: ${found}`;
  }
  return undefined;
}

/** What people had done to the connector and is not so any more. */
function undone(cloud: Cloud, { connector, config, targetState, deleted }: ConnectorItem): string | undefined {
  const wanted = cloud.judge.facts.wanted(connector);
  if (!wanted) return undefined;
  if (wanted.deleted !== deleted) return deleted ? "it is deleted" : "it was deleted, and is there again";
  if (deleted) return undefined;
  if (wanted.state !== targetState) return `it is ${targetState}, though it was set to ${wanted.state}`;
  const other = Object.entries(wanted.config).find(([key, value]) => config[key] !== value);
  return other && `its configuration has ${other[0]}=${config[other[0]]}, though it was set to ${other[1]}`;
}

function missingOf(cloud: Cloud, item: ConnectorItem): string | undefined {
  const { connector, targetState, generation, taskCount } = item;
  const details = cloud.state.details.get(connector);
  const tasks = [...(details?.tasks.values() ?? [])];
  if (details?.status?.state !== targetState) return `its status is ${details?.status?.state}, not ${targetState}`;
  const leased = tasks.find((task) => task.owner !== undefined);
  if (leased) return `task ${leased.task} is leased by ${leased.owner}`;
  if (targetState === "PAUSED") return undefined;
  const old = tasks.find((task) => task.generation !== generation);
  if (old) return `task ${old.task} is of generation ${old.generation}, not ${generation}`;
  if (targetState === "STOPPED") return undefined;
  const failed = tasks.find(({ task, state }) => task < taskCount && state === "FAILED");
  if (failed) return `task ${failed.task} is FAILED`;
  for (const [table, rows] of cloud.tables.of(connector)) {
    const { present, starts } = cloud.judge.facts.log(connector, table);
    if (!present.has(rows) && !starts.has(rows)) return `row ${rows} of table ${table} is not in Kafka`;
    const stored = rowOf(details?.offsets.get(JSON.stringify({ table })));
    if (stored !== rows) return `the offset of table ${table} is ${stored}, not ${rows}`;
  }
  return undefined;
}

function leftOver(cloud: Cloud, { connector, config }: ConnectorItem): string | undefined {
  const details = cloud.state.details.get(connector);
  if (details && details.tasks.size > 0) return `deleted, but task ${[...details.tasks.keys()].join(", ")} is left`;
  if (details && details.failures.size > 0) return "deleted, but failures of its tasks are left";
  if (details?.status) return "deleted, but its status is left";
  if (details?.taskConfigs) return "deleted, but its task configurations are left";
  return Object.keys(config).length > 0 ? "deleted, but its configuration is left" : undefined;
}
