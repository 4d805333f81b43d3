import type { Mutant } from "../mutant.ts";

const acknowledgements = { calls: ["send"], faults: ["fails", "late", "lost"] } as const;

/** Offsets that say more than Kafka has, or less. */
export const recordMutants: readonly Mutant[] = [
  {
    name: "checkpoint-before-ack",
    breaks: "Offsets are stored after every record before them is acknowledged (DESIGN §7).",
    edits: [
      {
        file: "lib/worker/submitted-records.ts",
        find: "const done = open < 0 ? queue.runs.length : open;",
        replace: "const done = queue.runs.length + 0 * open;",
      },
    ],
    searches: [{ scenario: "one-task", ...acknowledgements }],
  },
  {
    name: "acknowledged-when-sent",
    breaks: "A record counts as acknowledged when Kafka has answered, not when it is sent (DESIGN §7).",
    edits: [
      {
        file: "lib/worker/produce.ts",
        find: "      const { baseOffset } = await this.#parts.producer.send(batch.finish());",
        replace:
          "      const finished = batch.finish();\n" +
          "      this.#parts.listener.acknowledged(batch, { topic, partition, baseOffset: -1n });\n" +
          "      const { baseOffset } = await this.#parts.producer.send(finished);",
      },
    ],
    searches: [{ scenario: "one-task", ...acknowledgements }],
  },
  {
    name: "contiguity-ignored",
    breaks: "An unacknowledged record holds back its source partition (DESIGN §7; connect.md §5.4).",
    edits: [
      {
        file: "lib/worker/submitted-records.ts",
        find: "const open = queue.runs.findIndex((run) => !run.acknowledged);",
        replace: "const open = queue.runs.findLastIndex((run) => run.acknowledged) + 1;",
      },
    ],
    searches: [{ scenario: "spread-table", ...acknowledgements }],
  },
  {
    name: "release-before-commit",
    breaks: "The lease is given back with the last checkpoint, not before it (DESIGN §7, W8).",
    edits: [
      {
        file: "lib/worker/checkpoint.ts",
        find: "    await this.#write(true);",
        replace: "    await this.#options.held.release();\n    await this.#write(false);",
      },
    ],
    searches: [{ scenario: "one-task" }],
  },
  {
    name: "no-flush",
    breaks: "A task ends when every record is acknowledged (DESIGN §7, §9).",
    edits: [{ file: "lib/worker/run-task.ts", find: "  await produce.flush();\n", replace: "" }],
    searches: [{ scenario: "one-task", ...acknowledgements }],
  },
  {
    name: "fenced-goes-on",
    breaks: "A checkpoint that is refused is the end, whoever refused it (DESIGN §7).",
    edits: [
      {
        file: "lib/worker/checkpoint.ts",
        find: "(item) => item.epoch === held.lease.epoch && item.sequence === sequence,",
        replace: "() => true,",
      },
    ],
    // Every later write is refused as well: what goes on is work for nothing, and records that come again.
    searches: [
      {
        scenario: "wrong-clocks-at-work",
        seeds: Array.from({ length: 20 }, (_, n) => n + 1),
        rules: ["goes on although fenced"],
      },
    ],
  },
];
