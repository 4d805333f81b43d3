import type { ControlStore } from "../../../lib/ports/index.ts";
import type { Actor } from "../actor.ts";
import { READ_FAULTS } from "../fault.ts";
import type { Cloud } from "./cloud.ts";

/** The store of connectors as an actor sees it: each method is one call, and every write is judged where it is done. */
export function simulatedControlStore(
  { world, judge, staleItems }: Cloud,
  actor: Actor,
  store: ControlStore,
): ControlStore {
  const read = <T>(method: string, args: readonly unknown[], effect: () => Promise<T>): Promise<T> =>
    world.call(actor, method, args, effect, { faults: READ_FAULTS });
  const write = <T>(
    method: string,
    connector: string,
    args: readonly unknown[],
    effect: () => Promise<T>,
  ): Promise<T> =>
    world.call(actor, method, [connector, ...args], () =>
      staleItems.write(connector, () => judge.write({ actor, method, connector }, effect)),
    );
  return {
    maxPartitions: store.maxPartitions,
    listConnectors: () => read("listConnectors", [], () => store.listConnectors()),
    readConnector: (connector, { stale = false } = {}) =>
      read("readConnector", [connector], async () =>
        stale ? staleItems.read(connector) : store.readConnector(connector),
      ),
    createConnector: (create) =>
      write("createConnector", create.connector, [create.config], () => store.createConnector(create)),
    changeConnector: (item, change) =>
      write("changeConnector", item.connector, [item.version, change], () => store.changeConnector(item, change)),
    stopConnector: (item, stop) =>
      write("stopConnector", item.connector, [item.version, stop], () => store.stopConnector(item, stop)),
    publishPlan: (plan) =>
      write("publishPlan", plan.connector, [plan.read.version, plan.tasks], () => store.publishPlan(plan)),
    editOffsets: (edit) =>
      write("editOffsets", edit.read.connector, [edit.read.version, edit.offsets], () => store.editOffsets(edit)),
    deleteTask: (item, task) =>
      write("deleteTask", item.connector, [item.generation, task], () => store.deleteTask(item, task)),
    forgetConnector: (item) =>
      write("forgetConnector", item.connector, [item.generation], () => store.forgetConnector(item)),
    readTaskConfigs: (connector, generation) =>
      read("readTaskConfigs", [connector, generation], () => store.readTaskConfigs(connector, generation)),
    writeConnectorStatus: (item, status) =>
      write("writeConnectorStatus", item.connector, [item.version, status.state], () =>
        store.writeConnectorStatus(item, status),
      ),
    readConnectorStatus: (connector) =>
      read("readConnectorStatus", [connector], () => store.readConnectorStatus(connector)),
  };
}
