import { DISTURBANCES } from "../../kafka/disturbance.ts";
import type { Mutant } from "../mutant.ts";

const QUEUE = "lib/adapters/kafkajs/partition-queue.ts";

/** Senders that lose or double batches. */
export const kafkaMutants: readonly Mutant[] = [
  {
    name: "kafkajs-send",
    breaks: "A batch has the same sequence number at every try; kafkajs takes a new one (kafka-clients.md §10).",
    edits: [
      {
        file: QUEUE,
        find: "    this.#recovering = true;\n    if (entry !== this.first) return;",
        replace:
          "    this.#recovering = true;\n" +
          "    this.#sequence -= entry.batch.count;\n" +
          "    Object.assign(entry, { rolledBack: true });\n" +
          "    if (entry !== this.first) return;",
      },
      {
        file: QUEUE,
        find: "    this.#established = false;\n    this.#sent = 0;",
        replace:
          "    this.#established = false;\n" +
          "    this.#sent = 0;\n" +
          "    for (const entry of this.#entries) {\n" +
          '      if (!entry.frame || !("rolledBack" in entry)) continue;\n' +
          "      const { buffer, byteOffset } = entry.frame.header;\n" +
          "      new DataView(buffer, byteOffset).setInt32(53, this.#sequence);\n" +
          "      this.#sequence += entry.batch.count;\n" +
          "    }",
      },
    ],
    searches: [
      {
        scenario: "kafka-one-table",
        seeds: [1, 2, 3, 4, 5, 6, 7, 8],
        disturbances: DISTURBANCES,
        rules: ["gap in the log", "checkpoint beyond the log"],
      },
    ],
  },
  {
    name: "first-batches-together",
    breaks: "The first batch goes to a leader alone: one that knows nothing of the producer takes any (DESIGN §10).",
    edits: [{ file: QUEUE, find: "this.#established ? MAX_OPEN : 1", replace: "MAX_OPEN" }],
    searches: [{ scenario: "kafka-one-table", disturbances: DISTURBANCES }],
  },
  {
    name: "lost-counts-as-written",
    breaks: "A batch whose answer is lost is sent again (DESIGN §10).",
    edits: [
      {
        file: "lib/adapters/kafkajs/record-producer.ts",
        find: "for (const { queue, entry } of batches) queue.lost(entry, asConnectError(error));",
        replace: "for (const { queue, entry } of batches) queue.answered(entry, { errorCode: 0, baseOffset: -1n });",
      },
    ],
    searches: [{ scenario: "kafka-one-table", disturbances: DISTURBANCES }],
  },
];
