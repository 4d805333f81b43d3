import { ConfigError } from "../../connect/index.ts";
import type { ConnectorItem, TargetState } from "../../ports/index.ts";
import { errorMessage } from "../error-trace.ts";
import type { Worker } from "../worker.ts";
import { untilAccepted } from "./until-accepted.ts";

/** What an operation on a connector needs. */
export type OperationPorts = Pick<Worker, "control" | "tasks" | "ticks" | "clock" | "random" | "logger">;

/**
 * Resumes, pauses or stops a connector (W2, W2s). Tasks at work see it within `sluice.control.interval.ms`; a tick is
 * asked for at once. Says nothing when the connector is in that state already.
 *
 * @throws ConfigError if there is no such connector.
 */
export async function setTargetState(ports: OperationPorts, connector: string, state: TargetState): Promise<void> {
  await change(ports, connector, (read) => {
    if (read.targetState === state) return true;
    if (state === "STOPPED") return ports.control.stopConnector(read, { now: ports.clock.now() });
    return ports.control.changeConnector(read, { targetState: state });
  });
}

/** Gives a connector another configuration (W2): the next tick plans it anew. @throws ConfigError if there is none. */
export async function changeConfig(
  ports: OperationPorts,
  connector: string,
  config: Readonly<Record<string, string>>,
): Promise<void> {
  await change(ports, connector, (read) => ports.control.changeConnector(read, { config }));
}

/**
 * Deletes a connector (W2s); ticks take away what is left of it. Its offsets stay, as in Kafka Connect: one of the same
 * name goes on where it ended.
 *
 * @throws ConfigError if there is no such connector.
 */
export async function deleteConnector(ports: OperationPorts, connector: string): Promise<void> {
  let began = false;
  await change(
    ports,
    connector,
    (read) => {
      began = true;
      return ports.control.stopConnector(read, { now: ports.clock.now(), delete: true });
    },
    // Gone at the second look: the answer to the first write was lost.
    () => began,
  );
}

async function change(
  ports: OperationPorts,
  connector: string,
  write: (read: ConnectorItem) => Promise<boolean> | boolean,
  mayBeGone: () => boolean = () => false,
): Promise<void> {
  await untilAccepted(ports.clock, connector, async () => {
    const read = await ports.control.readConnector(connector);
    if (read && !read.deleted) return write(read);
    if (mayBeGone()) return true;
    throw new ConfigError(`Connector ${connector} not found`);
  });
  await ports.ticks.invoke({ connectors: [connector] }).catch((error: unknown) => {
    ports.logger.warn(`The next tick will act on it: ${errorMessage(error)}`, { connector }, error);
  });
}
