import { expect, test } from "vitest";
import type { KafkaCluster } from "../../lib/ports/index.ts";
import { batchOf } from "./batch-of.ts";

export interface KafkaClusterUnderTest {
  readonly kafka: KafkaCluster;
  /** A topic that is empty. */
  readonly topic: string;
  /** The values in partition 0 of the topic, in their order. */
  readonly read: () => Promise<(string | null)[]>;
}

/**
 * What every KafkaCluster does.
 *
 * @param open Called once a test.
 */
export function kafkaClusterContract(open: () => Promise<KafkaClusterUnderTest>): void {
  test("says how records are gathered, within what its producers take", async () => {
    const { kafka } = await open();
    const { lingerMs, batchSize, bufferMemory } = kafka.settings;
    expect(lingerMs).toBeGreaterThanOrEqual(0);
    expect(batchSize).toBeGreaterThan(0);
    expect(bufferMemory).toBeGreaterThanOrEqual(batchSize);
    expect(kafka.createProducer().maxRecordsBytes).toBeGreaterThan(0);
  });

  test("its topics are those that its producers write to", async () => {
    const { kafka, topic, read } = await open();
    const partitions = await kafka.topics.partitionCount(topic);
    await kafka.createProducer().send(batchOf(topic, partitions - 1, ["a"]));
    if (partitions === 1) expect(await read()).toEqual(["a"]);
  });

  test("each producer has an identity of its own: none is taken for the repetition of another", async () => {
    const { kafka, topic, read } = await open();
    await kafka.topics.partitionCount(topic);
    const producers = [kafka.createProducer(), kafka.createProducer(), kafka.createProducer()];
    for (const producer of producers) await producer.send(batchOf(topic, 0, ["a", "b"]));
    await Promise.all(producers.map((producer) => producer.send(batchOf(topic, 0, ["c"]))));
    expect(await read()).toEqual(["a", "b", "a", "b", "a", "b", "c", "c", "c"]);
  });

  test("the end of one producer, with a batch under way, is not the end of another's", async () => {
    const { kafka, topic, read } = await open();
    await kafka.topics.partitionCount(topic);
    const [first, second] = [kafka.createProducer(), kafka.createProducer()];
    await first.send(batchOf(topic, 0, ["a"]));
    const underWay = first.send(batchOf(topic, 0, ["perhaps"])).catch(() => undefined);
    const others = ["b", "c"].map((value) => second.send(batchOf(topic, 0, [value])));
    await first.close();
    await Promise.all([underWay, ...others]);
    await kafka.createProducer().send(batchOf(topic, 0, ["d"]));
    expect((await read()).filter((value) => value !== "perhaps")).toEqual(["a", "b", "c", "d"]);
  });
}
