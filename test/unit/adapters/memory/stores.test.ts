import { describe } from "vitest";
import { createMemoryStores } from "../../../../lib/adapters/memory/stores.ts";
import { controlStoreContract } from "../../../contracts/control-store.ts";
import { storeLimitsContract } from "../../../contracts/store-limits.ts";
import { taskStoreContract } from "../../../contracts/task-store.ts";

describe("ControlStore in memory", () => controlStoreContract(async () => createMemoryStores()));

describe("TaskStore in memory", () => taskStoreContract(async () => createMemoryStores()));

describe("limits in memory", () => storeLimitsContract(async () => createMemoryStores()));
