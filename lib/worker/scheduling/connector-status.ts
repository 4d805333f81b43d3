import type { ConnectorItem, Status } from "../../ports/index.ts";
import { errorMessage } from "../error-trace.ts";
import type { SchedulingCall } from "./scheduling-call.ts";

/**
 * Writes the connector's status if it says something new. One that can't be written holds nothing up and is not tried
 * again: the next tick does. So does it when the read was stale, which costs half as much.
 */
export async function showStatus(
  { worker, once }: SchedulingCall,
  item: ConnectorItem,
  state: Status["state"],
  { trace, unless }: { readonly trace?: string; readonly unless?: Status["state"] } = {},
): Promise<void> {
  const { control, workerId, logger } = worker;
  try {
    const shown = await once(() => control.readConnectorStatus(item.connector, { stale: true }));
    if (shown && (shown.state === unless || (shown.state === state && shown.trace === trace))) return;
    await once(() => control.writeConnectorStatus(item, { state, workerId, trace }));
  } catch (error) {
    logger.warn(`The connector's status could not be written: ${errorMessage(error)}`, {}, error);
  }
}
