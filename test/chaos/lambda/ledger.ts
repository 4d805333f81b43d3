import { appendFileSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod/mini";

/** By source partition, both as the store has them. */
const offsets = z.record(z.string(), z.nullable(z.string()));

/** What an invocation did, as far as the judge wants to know. */
const deed = z.discriminatedUnion("did", [
  /** The store accepted the lease. */
  z.object({ did: z.literal("leased"), connector: z.string(), task: z.number(), generation: z.number() }),
  /** The store accepted a heartbeat. */
  z.object({ did: z.literal("extended") }),
  /** The store accepted a checkpoint. */
  z.object({ did: z.literal("checkpointed"), offsets, released: z.boolean() }),
  z.object({ did: z.literal("released") }),
  /** The store answered where source partitions are; those without an offset are left out. */
  z.object({ did: z.literal("read offsets"), offsets }),
  /** A batch was given to the producer. */
  z.object({ did: z.literal("sent"), topic: z.string(), records: z.number() }),
  z.object({ did: z.literal("ended"), outcome: z.string() }),
]);

export type Deed = z.output<typeof deed>;

/** A deed, of which handler call, and when, in milliseconds since 1970-01-01 UTC. */
export type LedgerEntry = Deed & { readonly at: number; readonly call: number };

const entry = z.intersection(deed, z.object({ at: z.number(), call: z.number() }));

/** Writes at once, so that a process that is killed has told everything it had done. */
export const writeLedger = (file: string, line: LedgerEntry): void => appendFileSync(file, `${JSON.stringify(line)}\n`);

/** Everything that is in the ledgers of a folder, in the order of time, by handler call. */
export function readLedgers(folder: string): Map<number, LedgerEntry[]> {
  const calls = new Map<number, LedgerEntry[]>();
  const lines = readdirSync(folder)
    .filter((name) => name.endsWith(".jsonl"))
    .flatMap((name) => readFileSync(path.join(folder, name), "utf8").split("\n"))
    .filter((line) => line !== "");
  for (const line of lines.map((text) => z.parse(entry, JSON.parse(text)))) {
    const deeds = calls.get(line.call) ?? [];
    deeds.push(line);
    calls.set(line.call, deeds);
  }
  return calls;
}
