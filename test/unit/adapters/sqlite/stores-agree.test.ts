import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "vitest";
import { createMemoryStores } from "../../../../lib/adapters/memory/stores.ts";
import { createSqliteStore } from "../../../../lib/adapters/sqlite/store.ts";
import { storesAgree } from "../../../contracts/stores-agree.ts";

test("SQLite and memory agree, whatever is asked of them", { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "sluice-sqlite-"));
  const store = createSqliteStore(path.join(folder, "agree.db"));
  const open = async () => createMemoryStores();
  try {
    await storesAgree({ open, openOther: async () => store, runs: 30, calls: 80 });
  } finally {
    store.close();
    rmSync(folder, { recursive: true });
  }
});
