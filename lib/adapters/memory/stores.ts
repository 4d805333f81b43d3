import type { ControlStore } from "../../ports/control-store.ts";
import type { TaskStore } from "../../ports/task-store.ts";
import { createMemoryControlStore } from "./control-store.ts";
import { createMemoryState, type MemoryState } from "./memory-state.ts";
import { createMemoryTaskStore } from "./task-store.ts";

/** Both stores over one state in memory: for simulations and unit tests. What they return is the caller's to keep. */
export function createMemoryStores(state: MemoryState = createMemoryState()): {
  readonly control: ControlStore;
  readonly tasks: TaskStore;
} {
  return { control: createMemoryControlStore(state), tasks: createMemoryTaskStore(state) };
}
