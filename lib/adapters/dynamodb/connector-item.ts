import { ConfigError } from "../../connect/errors.ts";
import type { ConnectorItem, Status } from "../../ports/control-store.ts";
import { type Attributes, number, oneOf, optionalNumber, optionalText, stringMap, text } from "./attributes.ts";
import { MOST_ITEM_BYTES } from "./table-layout.ts";

/** Every state there is, in items of the status table. */
export const STATES: readonly Status["state"][] = ["RUNNING", "PAUSED", "STOPPED", "FAILED", "UNASSIGNED"];

/**
 * An item of the configs table: `connector` (key), `uid`, `config` (a map of strings), `targetState`, `version`,
 * `generation`, `taskCount`, and where they have been set `generationSince` (milliseconds since 1970-01-01 UTC), `hash`,
 * `tasksGeneration`, `tasksChunks`, `declaredBy`, and `deleted` (true). W13 leaves no `config`.
 */
export function toConnectorItem(item: Attributes): ConnectorItem {
  return {
    connector: text(item, "connector"),
    uid: text(item, "uid"),
    config: stringMap(item, "config"),
    targetState: oneOf(item, "targetState", ["RUNNING", "PAUSED", "STOPPED"]),
    version: number(item, "version"),
    generation: number(item, "generation"),
    hash: optionalText(item, "hash"),
    taskCount: number(item, "taskCount"),
    generationSince: optionalNumber(item, "generationSince"),
    tasksGeneration: optionalNumber(item, "tasksGeneration"),
    tasksChunks: optionalNumber(item, "tasksChunks"),
    deleted: item["deleted"]?.BOOL ?? false,
    declaredBy: optionalText(item, "declaredBy"),
  };
}

/** @throws ConfigError naming the connector if the configuration does not fit an item. DynamoDB would not say which it is. */
export function checkConfigSize(connector: string, config: Readonly<Record<string, string>>): void {
  const size = Buffer.byteLength(Object.entries(config).flat().join(""));
  if (size <= MOST_ITEM_BYTES) return;
  const [taken, limit] = [size, MOST_ITEM_BYTES].map((bytes) => Math.ceil(bytes / 1024));
  throw new ConfigError(
    `The configuration of connector ${connector} takes ${taken} KB, more than the ${limit} KB that DynamoDB holds: ` +
      "shorten its longest values, or split it into several connectors",
  );
}

/** The item `connector` of the status table: `state`, `workerId`, and `trace` if it has failed. */
export function toStatus(item: Attributes): Status {
  return {
    state: oneOf(item, "state", STATES),
    workerId: text(item, "workerId"),
    trace: optionalText(item, "trace"),
  };
}
