import type { Clock, ControlStore, Ids, TargetState } from "../../ports/index.ts";
import { untilAccepted } from "./until-accepted.ts";

interface DeclarationPorts {
  readonly control: ControlStore;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** A connector as a stack declares it. */
export interface Declaration {
  readonly connector: string;
  readonly config: Readonly<Record<string, string>>;
  /** Only for a connector that is not there yet: later its state belongs to whoever operates it. */
  readonly initialState: TargetState;
  /** Who declares it: only the same one may withdraw it. */
  readonly declaredBy: string;
}

/**
 * Creates the connector (W1) or gives it that configuration and owner (W2); writes nothing when it has both. A
 * connector that somebody else made is taken over.
 *
 * @throws ConnectError when others change the connector all the time.
 */
export async function declareConnector(ports: DeclarationPorts, declaration: Declaration): Promise<void> {
  const { connector, config, initialState, declaredBy } = declaration;
  await untilAccepted(ports.clock, connector, async () => {
    const read = await ports.control.readConnector(connector);
    if (!read || read.deleted) {
      const create = { connector, uid: ports.ids.next(), config, targetState: initialState, declaredBy };
      return ports.control.createConnector({ ...create, ...(read && { over: read }) });
    }
    const sameConfig = isSameConfig(read.config, config);
    if (sameConfig && read.declaredBy === declaredBy) return true;
    return ports.control.changeConnector(read, { declaredBy, ...(sameConfig ? {} : { config }) });
  });
}

/**
 * Marks the connector as deleted (W2s) if `declaredBy` is the one who declared it last; its offsets stay.
 *
 * @returns whether it did.
 * @throws ConnectError when others change the connector all the time.
 */
export async function withdrawConnector(
  ports: Pick<DeclarationPorts, "control" | "clock">,
  { connector, declaredBy }: Pick<Declaration, "connector" | "declaredBy">,
): Promise<boolean> {
  let mine = false;
  await untilAccepted(ports.clock, connector, async () => {
    const read = await ports.control.readConnector(connector);
    const isMine = read !== undefined && !read.deleted && read.declaredBy === declaredBy;
    // Gone at the second look: the answer to the first write was lost.
    mine ||= isMine;
    return !read || !isMine || ports.control.stopConnector(read, { now: ports.clock.now(), delete: true });
  });
  return mine;
}

function isSameConfig(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}
