import { describe, test } from "vitest";
import { type Fault, leavesCopy } from "../support/faults/fault.ts";
import { isUndecided, lastOf, outcomeOf, type StoreFaultsOptions } from "./store-faults.ts";
import { A, B, checkpointOf, FAILURE, planConnector, type StoresUnderTest, takeLease } from "./stores-under-test.ts";

/** Every read of both stores. */
const READS: Readonly<Record<string, (stores: StoresUnderTest, connector: string) => Promise<unknown>>> = {
  readConnector: ({ control }, connector) => control.readConnector(connector),
  readTaskConfigs: ({ control }, connector) => control.readTaskConfigs(connector, 1),
  readConnectorStatus: ({ control }, connector) => control.readConnectorStatus(connector),
  listConnectors: async ({ control }, connector) =>
    (await control.listConnectors()).filter((item) => item.connector === connector),
  listTasks: ({ tasks }, connector) => tasks.listTasks(connector),
  listFailures: ({ tasks }, connector) => tasks.listFailures(connector),
  listOffsets: ({ tasks }, connector) => tasks.listOffsets(connector),
  readOffsets: ({ tasks }, connector) => tasks.readOffsets(connector, [A, B]),
};

/** A read that is not answered, or refused for now, is a retriable error or nothing: never an empty answer. */
export function storeReadFaultsContract<F extends Fault>({ faults, open, patienceMs }: StoreFaultsOptions<F>): void {
  // A read that comes late or twice has nothing to spoil.
  const met = Object.entries(faults).filter(([, tries]) => !leavesCopy(lastOf(tries)));

  describe.concurrent.each(Object.entries(READS))("%s", { timeout: 30_000 }, (_, read) => {
    test.for(met)("%s", async ([, tries], { expect }) => {
      await using stores = await open(lastOf(tries));
      const { direct } = stores;
      const planned = await planConnector(direct, 1);
      const { connector } = planned;
      await direct.control.writeConnectorStatus(planned, { state: "RUNNING", workerId: "w", trace: undefined });
      const lease = await takeLease(direct, planned);
      await direct.tasks.writeTaskFailure(lease, FAILURE);
      await direct.tasks.checkpoint(checkpointOf(lease, 1));

      for (const fault of tries) {
        stores.faults.nextRead(fault);
        expect(await outcomeOf(read(stores, connector), patienceMs)).toSatisfy(isUndecided);
      }
      expect(await read(direct, connector)).toEqual(await read(stores, connector));
    });
  });
}
