import { describe } from "vitest";
import { createMemoryStores } from "../../../../lib/adapters/memory/stores.ts";
import { storeFaultsContract } from "../../../contracts/store-faults.ts";
import { lateCopiesContract } from "../../../contracts/store-late-copies.ts";
import { storeReadFaultsContract } from "../../../contracts/store-read-faults.ts";
import { openWithPortFaults, PORT_FAULTS } from "../../../support/faults/port-faults.ts";

describe("stores in memory", () => {
  const options = {
    faults: PORT_FAULTS,
    open: async () => openWithPortFaults(createMemoryStores()),
    patienceMs: 20,
  };
  describe("writes", () => storeFaultsContract(options));
  lateCopiesContract(options.open, { kind: "twice" });
  describe("reads", () => storeReadFaultsContract(options));
});
