import { expect, onTestFinished, test, vi } from "vitest";
import { createKafkaClusters, type KeptClusters } from "../../../../lib/adapters/kafkajs/index.ts";
import { systemClock } from "../../../../lib/adapters/system/clock.ts";
import { systemRandom } from "../../../../lib/adapters/system/random.ts";
import { silentLogger } from "./silent-logger.ts";
import { startSilentServer } from "./silent-server.ts";

function clusters(kept?: KeptClusters) {
  const opened = createKafkaClusters({ clock: systemClock, random: systemRandom, logger: silentLogger }, kept);
  onTestFinished(() => opened.close());
  return opened;
}

/** Opens the cluster of a task and has it connect; gives what becomes of that. */
async function connections(openKafka: ReturnType<typeof clusters>["openKafka"], tasks: readonly string[]) {
  const server = await startSilentServer();
  const open = (task: string) => openKafka({ "bootstrap.servers": server.address, "client.id": task });
  const waits = tasks.map(async (task) => await open(task).topics.partitionCount("any"));
  const outcomes = waits.map(async (wait) => await wait.catch((error: unknown) => error));
  return { server, open, outcomes };
}

test("the cluster that was opened longest ago is closed when there are more than are kept", async () => {
  const { openKafka } = clusters({ keep: 2 });
  const { server, outcomes } = await connections(openKafka, ["a", "b", "a", "c"]);
  await vi.waitFor(async () => expect(await server.connections()).toBe(2));
  const first = await Promise.race(outcomes.map(async (outcome, index) => ({ index, error: await outcome })));
  expect(first).toMatchObject({ index: 1, error: { message: "The Kafka client is closed" } });
});

test("a cluster that was closed is opened anew when it is asked for again", async () => {
  const { openKafka } = clusters({ keep: 1 });
  const { server, open, outcomes } = await connections(openKafka, ["a", "b"]);
  expect(await outcomes[0]).toMatchObject({ message: "The Kafka client is closed" });
  const again = open("a");
  expect(open("a")).toBe(again);
  void again.topics.partitionCount("any").catch(() => undefined);
  await vi.waitFor(async () => expect(await server.connections()).toBe(1));
});

test("all clusters are kept where nothing else is said", async () => {
  const opened = clusters();
  const { server, outcomes } = await connections(opened.openKafka, ["a", "b", "c"]);
  await vi.waitFor(async () => expect(await server.connections()).toBe(3));
  opened.close();
  await Promise.all(outcomes);
  await vi.waitFor(async () => expect(await server.connections()).toBe(0));
});
