import { ConfigError, ConnectError } from "../../connect/index.ts";
import type { ConnectorItem } from "../../ports/index.ts";
import { moveTasks } from "../scheduling/barrier.ts";
import { schedulingCall } from "../scheduling/scheduling-call.ts";
import type { OperationPorts } from "./operate-connector.ts";
import { untilAccepted } from "./until-accepted.ts";
import type { Worker } from "../worker.ts";

const TIME_LIMIT_MS = 20_000;

/**
 * Alters or resets offsets of a stopped connector (W9; KIP-875, DESIGN §6.9). Refused as long as a task could still
 * write. More than fit one transaction are written one after the other: after a failure some may be altered and others
 * not, and doing it again is safe.
 *
 * @param offsets Source partition (canonical JSON) to offset (JSON text); null: the position is reset.
 * @throws ConfigError if there is no such connector or it is not stopped; ConnectError if tasks remain.
 */
export async function editOffsets(
  worker: Worker,
  connector: string,
  offsets: ReadonlyMap<string, string | null>,
): Promise<void> {
  const all = [...offsets];
  const size = worker.control.maxPartitions;
  for (let n = 0; n < all.length; n += size) {
    const part = new Map(all.slice(n, n + size));
    await untilAccepted(worker.clock, connector, async () => {
      const read = await requireStopped(worker, connector);
      await requireNoTasks(worker, read);
      return worker.control.editOffsets({ read, offsets: part, updatedAt: worker.clock.now() });
    });
  }
}

async function requireStopped({ control }: OperationPorts, connector: string): Promise<ConnectorItem> {
  const read = await control.readConnector(connector);
  if (!read || read.deleted) throw new ConfigError(`Connector ${connector} not found`);
  if (read.targetState === "STOPPED") return read;
  throw new ConfigError(
    `Connector ${connector} must be in the STOPPED state before its offsets can be modified; it is ${read.targetState}: stop it first`,
  );
}

/** Moves every task item to the stopped generation, which no task ever leases. */
async function requireNoTasks(worker: Worker, read: ConnectorItem): Promise<void> {
  const { connector, generation } = read;
  const call = schedulingCall(worker, connector, worker.clock.now() + TIME_LIMIT_MS);
  const { tasks } = await moveTasks(call, read);
  const busy = tasks.filter((task) => task.generation < generation || task.owner !== undefined);
  if (busy.length === 0) return;
  throw new ConnectError(
    `Connector ${connector} has tasks that have not ended yet (${busy.map(({ task }) => task).join(", ")}): its offsets can be modified when they have; wait a little and do it again`,
  );
}
