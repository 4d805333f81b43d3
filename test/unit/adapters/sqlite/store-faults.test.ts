import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe } from "vitest";
import { createSqliteStore, type SqliteStore } from "../../../../lib/adapters/sqlite/store.ts";
import { storeFaultsContract } from "../../../contracts/store-faults.ts";
import { lateCopiesContract } from "../../../contracts/store-late-copies.ts";
import { storeReadFaultsContract } from "../../../contracts/store-read-faults.ts";
import { openWithPortFaults, PORT_FAULTS } from "../../../support/faults/port-faults.ts";

describe("stores in a SQLite file", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "sluice-sqlite-"));
  let store: SqliteStore;
  beforeAll(() => {
    store = createSqliteStore(path.join(folder, "faults.db"));
  });
  afterAll(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });

  const options = { faults: PORT_FAULTS, open: async () => openWithPortFaults(store), patienceMs: 20 };
  describe("writes", () => storeFaultsContract(options));
  lateCopiesContract(options.open, { kind: "twice" });
  describe("reads", () => storeReadFaultsContract(options));
});
