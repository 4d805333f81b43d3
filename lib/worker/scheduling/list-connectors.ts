import type { ConnectorItem } from "../../ports/index.ts";
import { CALLS_AT_ONCE, inParallel } from "./in-parallel.ts";
import type { SchedulingCall } from "./scheduling-call.ts";

/** Listing all connectors reads everything there is; up to so many are cheaper to read one by one. */
const FEW = 10;

/** The connectors that a tick needs to know. */
export interface ListedConnectors {
  /** Those it works on. */
  readonly wanted: readonly ConnectorItem[];
  /** Those whose tasks at work are counted. */
  readonly counted: readonly ConnectorItem[];
}

/**
 * Lists the connectors that a tick was asked for, and all of them if all count (`sluice.max.concurrent.tasks`).
 *
 * @param names Undefined: all.
 * @throws ConnectError if the connectors can't be read.
 */
export async function listConnectors(
  { worker: { control }, attempt }: SchedulingCall,
  names: readonly string[] | undefined,
  countAll: boolean,
): Promise<ListedConnectors> {
  if (names === undefined || countAll || names.length > FEW) {
    const all = await attempt(() => control.listConnectors());
    if (names === undefined) return { wanted: all, counted: all };
    const asked = new Set(names);
    return { wanted: all.filter(({ connector }) => asked.has(connector)), counted: all };
  }
  const wanted: ConnectorItem[] = [];
  await inParallel([...new Set(names)], CALLS_AT_ONCE, async (name) => {
    const item = await attempt(() => control.readConnector(name));
    if (item) wanted.push(item);
  });
  return { wanted, counted: wanted };
}
