import { describe, expect, inject, onTestFinished, test } from "vitest";
import { Cluster } from "../../../lib/adapters/kafkajs/cluster.ts";
import { initProducerId } from "../../../lib/adapters/kafkajs/producer-id.ts";
import { readSettings } from "../../../lib/adapters/kafkajs/read-settings.ts";
import { systemClock } from "../../../lib/adapters/system/clock.ts";
import { systemRandom } from "../../../lib/adapters/system/random.ts";
import { idempotenceRules } from "../../simulation/kafka/idempotence-rules.ts";
import { frameOf, idempotenceScript, type RawAnswer, type SendRaw } from "../../simulation/kafka/idempotence-script.ts";
import { readProducedBatch } from "../../simulation/kafka/produced-batch.ts";
import { SimulatedPartition } from "../../simulation/kafka/simulated-partition.ts";
import { BEGIN } from "../../simulation/world.ts";
import { silentLogger } from "../../unit/adapters/kafkajs/silent-logger.ts";
import { createTopic } from "./topic.ts";

const { bootstrap } = inject("kafka");

/** Speaks to the leader of an empty partition, with no sender in between. */
async function openPartition(): Promise<SendRaw> {
  const topic = await createTopic(bootstrap);
  const settings = readSettings({ "bootstrap.servers": bootstrap });
  const cluster = new Cluster({ settings, clock: systemClock, random: systemRandom, logger: silentLogger });
  onTestFinished(() => cluster.close());
  const { signal } = new AbortController();
  const identities = await Promise.all([0, 1, 2].map(() => initProducerId(cluster, signal)));
  const ids = identities.map(({ producerId }) => producerId);
  const { leaders } = await cluster.withinMaxBlock(async (end) => await cluster.refresh(topic, end));
  const leader = cluster.node(leaders[0] ?? -1);
  if (!leader) throw new Error(`${topic} has no leader`);
  await leader.ready();
  return async (raw) => {
    const { results } = await leader.produce([frameOf(topic, ids, raw, Date.now())]);
    const [result] = results;
    if (!result) throw new Error("There is no answer for the partition");
    return result;
  };
}

describe("a real leader follows the rules of the simulated one", () => {
  idempotenceRules(openPartition);

  test.each([1, 2, 3])("in script %i of 120 batches", async (seed) => {
    const send = await openPartition();
    const simulated = new SimulatedPartition("t", 0, 1, () => undefined);
    const outcomes: { readonly real: RawAnswer; readonly simulated: RawAnswer }[] = [];
    const facts = ({ errorCode, baseOffset }: RawAnswer): RawAnswer => ({ errorCode, baseOffset });
    for (const raw of idempotenceScript(seed, 120)) {
      const batch = readProducedBatch(frameOf("t", [1n, 2n, 3n], raw, BEGIN));
      outcomes.push({ real: facts(await send(raw)), simulated: facts(await simulated.produce(1, batch)) });
    }
    expect(outcomes.map(({ simulated }) => simulated)).toEqual(outcomes.map(({ real }) => real));
    expect(new Set(outcomes.map(({ real }) => real.errorCode))).toEqual(new Set([0, 45, 47]));
  });
});
