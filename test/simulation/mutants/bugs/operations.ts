import type { Mutant } from "../mutant.ts";

const CONTROL = "lib/adapters/memory/control-store.ts";

/** Offsets edited and connectors deleted while somebody can still write. */
export const operationMutants: readonly Mutant[] = [
  {
    name: "create-without-version",
    breaks: "A connector is created over the deletion that was read, no other one (DESIGN §6, W1).",
    edits: [
      {
        file: CONTROL,
        find: "if (over ? !old?.deleted || old.version !== over.version : old) return false;",
        replace: "if (old && !old.deleted) return false;",
      },
    ],
    searches: [{ scenario: "delete", calls: ["createConnector"], faults: ["late", "twice"] }],
  },
  {
    name: "change-without-version",
    breaks: "A change of a connector names the version that it was decided on (DESIGN §6, W2).",
    edits: [
      {
        file: CONTROL,
        find:
          "    async changeConnector(read, { config, targetState, declaredBy }) {\n" +
          "      const item = current(read);",
        replace:
          "    async changeConnector(read, { config, targetState, declaredBy }) {\n" +
          "      const item = state.connectors.get(read.connector);",
      },
    ],
    searches: [{ scenario: "config-changes", calls: ["changeConnector"], faults: ["late", "twice"] }],
  },
  {
    name: "edit-while-running",
    breaks: "Offsets are edited when the connector is stopped only (DESIGN §6.9, W9).",
    edits: [
      {
        file: CONTROL,
        find: 'if (!item || item.targetState !== "STOPPED" || item.generation !== read.generation) return false;',
        replace: "if (!item || item.generation !== read.generation) return false;",
      },
      {
        file: "lib/worker/operations/edit-offsets.ts",
        find: 'if (read.targetState === "STOPPED") return read;',
        replace: "if (read.version > 0) return read;",
      },
    ],
    searches: [{ scenario: "edit-while-idle" }],
  },
  {
    name: "edit-without-move",
    breaks: "Task items are moved before offsets are edited (DESIGN §6.9; protocol.md F12).",
    edits: [
      {
        file: "lib/worker/operations/edit-offsets.ts",
        find: "      await requireNoTasks(worker, read);\n",
        replace: "",
      },
    ],
    searches: [{ scenario: "edit-offsets" }],
  },
  {
    name: "delete-of-any-generation",
    breaks: "A task item is deleted for the deletion that began its generation (DESIGN §6.8, W10).",
    edits: [
      {
        file: CONTROL,
        find: "if (!deleted(read) || item?.generation !== read.generation || item.owner !== undefined) return false;",
        replace: "if (item?.owner !== undefined) return false;",
      },
    ],
    searches: [{ scenario: "delete-and-create-later", calls: ["deleteTask"], faults: ["twice", "late"] }],
  },
  {
    name: "forget-takes-offsets",
    breaks: "Offsets stay when a connector is deleted (DESIGN §6.8, W13).",
    edits: [{ file: CONTROL, find: "details.status = undefined;", replace: "details.offsets.clear();" }],
    searches: [{ scenario: "delete", rules: ["offset item gone"] }],
  },
  {
    name: "forget-of-any-generation",
    breaks: "A configuration is forgotten if the deletion is still the one that was read (DESIGN §6.8, W13).",
    edits: [
      {
        file: CONTROL,
        find: "      const item = current(read);\n      if (!item?.deleted) return false;\n      const details",
        replace:
          "      const item = state.connectors.get(read.connector);\n      if (!item) return false;\n      const details",
      },
    ],
    searches: [{ scenario: "delete-and-create-later", calls: ["forgetConnector"], faults: ["twice", "late"] }],
  },
];
