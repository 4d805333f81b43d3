import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Kafka, logLevel } from "kafkajs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startKafka, type Kafka as LocalKafka } from "../../../lib/local/kafka.ts";

async function topics(kafka: LocalKafka): Promise<string[]> {
  const admin = new Kafka({ brokers: [kafka.bootstrap], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    await admin.createTopics({ topics: [{ topic: "kept", numPartitions: 1 }] });
    return await admin.listTopics();
  } finally {
    await admin.disconnect();
  }
}

describe("a local Kafka with a data folder", () => {
  let dataFolder: string;

  beforeAll(async () => {
    dataFolder = await mkdtemp(path.join(os.tmpdir(), "sluice-kept-"));
  });

  afterAll(() => rm(dataFolder, { recursive: true, force: true }));

  test("finds its topics again", async () => {
    {
      await using kafka = await startKafka({ dataFolder });
      expect(await topics(kafka)).toEqual(["kept"]);
    }
    await using kafka = await startKafka({ dataFolder });
    expect(await topics(kafka)).toEqual(["kept"]);
  });

  test("refuses a folder that another broker has open", { timeout: 60_000 }, async () => {
    await using kafka = await startKafka({ dataFolder });
    await expect(startKafka({ dataFolder })).rejects.toThrow(/Another Kafka has .* open/);
    expect(await topics(kafka)).toEqual(["kept"]);
  });
});
