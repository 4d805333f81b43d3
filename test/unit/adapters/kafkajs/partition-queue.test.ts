import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PartitionQueue, type QueuedBatch } from "../../../../lib/adapters/kafkajs/partition-queue.ts";
import type { PartitionResult } from "../../../../lib/adapters/kafkajs/produce-response.ts";
import { ConnectError } from "../../../../lib/connect/index.ts";
import type { RecordBatch } from "../../../../lib/ports/index.ts";

const batch = (count: number): RecordBatch => ({
  topic: "t",
  partition: 0,
  records: new Uint8Array(),
  count,
  baseTimestamp: 0n,
  maxTimestamp: 0n,
});

const result = (errorCode: number, baseOffset = -1n): PartitionResult => ({
  topic: "t",
  partition: 0,
  errorCode,
  baseOffset,
  errorMessage: undefined,
});

/** A partition's leader as Kafka has it: what it knows of a producer, and which batches it takes. */
class Leader {
  readonly log: number[] = [];
  leads = true;
  /** The last batches of the producer; undefined: it has written nothing here yet. */
  #known: { readonly sequence: number; readonly count: number; readonly offset: number }[] | undefined;

  append({ sequence, batch: { count } }: QueuedBatch): PartitionResult {
    if (!this.leads) return result(6);
    const known = this.#known?.find((one) => one.sequence === sequence && one.count === count);
    if (known) return result(0, BigInt(known.offset));
    const last = this.#known?.at(-1);
    // Whoever is not known may begin with any number.
    if (last && sequence !== last.sequence + last.count) return result(45);
    const offset = this.log.length;
    for (let record = 0; record < count; record++) this.log.push(sequence + record);
    this.#known = [...(this.#known ?? []), { sequence, count, offset }].slice(-5);
    return result(0, BigInt(offset));
  }
}

interface Request {
  readonly entry: QueuedBatch;
  answer: PartitionResult | undefined;
}

type Step = "send" | "arrive" | "answer" | "break" | "move";

/** A connection to the leader that can break, with requests still arriving afterwards. */
class Network {
  readonly leader = new Leader();
  readonly queue = new PartitionQueue("t", 0);
  #pipe: Request[] = [];
  #late: Request[] = [];

  step(step: Step): void {
    const { queue, leader } = this;
    if (step === "send" && queue.next) {
      const entry = queue.next;
      queue.markSent();
      this.#pipe.push({ entry, answer: undefined });
    } else if (step === "arrive") {
      const request = this.#late.shift() ?? this.#pipe.find(({ answer }) => !answer);
      if (request) request.answer = leader.append(request.entry);
    } else if (step === "answer" && this.#pipe[0]?.answer) {
      const { entry, answer } = this.#pipe[0];
      this.#pipe.shift();
      queue.answered(entry, answer);
    } else if (step === "break") {
      const broken = this.#pipe.splice(0);
      this.#late.push(...broken.filter(({ answer }) => !answer));
      for (const { entry } of broken) queue.lost(entry, new ConnectError("broken", { retriable: true }));
    } else if (step === "move") {
      leader.leads = !leader.leads;
    }
    if (queue.mayRecover) queue.resume();
  }
}

async function run(counts: readonly number[], steps: readonly Step[]): Promise<void> {
  const network = new Network();
  const offsets = counts.map((count) => {
    const { entry, done } = network.queue.add(batch(count), 0);
    entry.frame = { header: new Uint8Array(), records: new Uint8Array() };
    return done;
  });
  for (const step of steps) network.step(step);
  network.leader.leads = true;
  for (let round = 0; network.queue.first && round < 1000; round++) {
    for (const step of ["send", "arrive", "answer"] as const) network.step(step);
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  expect(network.leader.log).toEqual(Array.from({ length: total }, (_, sequence) => sequence));
  let next = 0n;
  for (const [index, acknowledgement] of (await Promise.all(offsets)).entries()) {
    expect(acknowledgement).toEqual({ baseOffset: next });
    next += BigInt(counts[index] ?? 0);
  }
}

test("each batch is in the log once and in order, whatever gets lost, late or refused on the way", async () => {
  const counts = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 12 });
  const step = fc.constantFrom<Step>("send", "send", "arrive", "arrive", "answer", "answer", "break", "move");
  await fc.assert(fc.asyncProperty(counts, fc.array(step, { maxLength: 120 }), run), { numRuns: 2000 });
});

test("the first batch goes alone, for a leader that does not know the producer would take the second one without it", async () => {
  await run([1, 1], ["move", "send", "send", "arrive", "move", "arrive", "answer", "answer"]);
});

test("no more batches are open than a broker knows again", async () => {
  const times = (count: number, step: Step): Step[] => Array.from({ length: count }, () => step);
  await run(
    times(12, "send").map(() => 1),
    ["send", "arrive", "answer", ...times(11, "send"), ...times(11, "arrive"), "break"],
  );
});

describe("a failure that no other try can mend", () => {
  test.each([10, 29, 45, 47, 59, 87])("(code %d) fails the batch, those behind it and later ones", async (code) => {
    const queue = new PartitionQueue("t", 0);
    const [first, second] = [queue.add(batch(1), 0), queue.add(batch(1), 0)];
    first.entry.frame = { header: new Uint8Array(), records: new Uint8Array() };
    queue.markSent();
    queue.answered(first.entry, result(code));
    const error = await first.done.catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: "ConnectError", retriable: false });
    expect(error).toHaveProperty("message", expect.stringMatching(/partition 0 of the topic "t"/));
    await expect(second.done).rejects.toBe(error);
    expect(() => queue.add(batch(1), 0)).toThrow(ConnectError);
    expect(queue.mayRecover).toBe(false);
  });
});

test("a batch that the leader says it has already written is acknowledged", async () => {
  const queue = new PartitionQueue("t", 0);
  const { entry, done } = queue.add(batch(1), 0);
  queue.markSent();
  queue.answered(entry, result(46));
  expect(await done).toEqual({ baseOffset: -1n });
});
