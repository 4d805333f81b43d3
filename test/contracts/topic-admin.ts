import { expect, test } from "vitest";
import type { Clock, TopicAdmin } from "../../lib/ports/index.ts";

export interface TopicAdminUnderTest {
  readonly topics: TopicAdmin;
  /** A topic with three partitions. */
  readonly topic: string;
  /** Name of a topic that nobody has made, and no one else uses. */
  readonly absent: string;
}

/** Whether the cluster creates topics by itself. */
export interface TopicAdminTraits {
  readonly createsTopics: boolean;
}

/**
 * What every TopicAdmin does.
 *
 * @param open Called once a test.
 */
export function topicAdminContract(
  open: () => Promise<TopicAdminUnderTest>,
  { createsTopics }: TopicAdminTraits,
): void {
  test("knows how many partitions a topic has, whoever asks and however often", async () => {
    const { topics, topic } = await open();
    const { signal } = new AbortController();
    const counts = [topics.partitionCount(topic), topics.partitionCount(topic, signal), topics.partitionCount(topic)];
    expect(await Promise.all(counts)).toEqual([3, 3, 3]);
    expect(await topics.partitionCount(topic)).toBe(3);
  });

  if (createsTopics) {
    test("creates a topic that does not exist", async () => {
      const { topics, absent } = await open();
      expect(await topics.partitionCount(absent)).toBeGreaterThanOrEqual(1);
    });
    return;
  }

  test("a topic that does not exist gives one sentence with its name, each time", async () => {
    const { topics, absent } = await open();
    for (let time = 0; time < 2; time++) {
      const error: unknown = await topics.partitionCount(absent).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ name: "ConnectError", retriable: false });
      expect(error).toHaveProperty("message", expect.stringMatching(new RegExp(`"${absent}" does not exist`)));
    }
  });
}

export interface UnreachableTopicAdmin {
  /** It goes on trying for a minute or longer. */
  readonly topics: TopicAdmin;
  readonly clock: Clock;
}

/** How soon a wait that was ended rejects, in milliseconds of the clock. */
const SOON_MS = 1_000;

/**
 * What every TopicAdmin does while the cluster is away.
 *
 * @param open Called once a test.
 */
export function unreachableTopicAdminContract(open: () => Promise<UnreachableTopicAdmin>): void {
  test("a wait that is ended rejects at once", async () => {
    const { topics, clock } = await open();
    const end = new AbortController();
    const outcome = topics.partitionCount("any", end.signal).catch((error: unknown) => error);
    await clock.sleep(200);
    const aborted = clock.now();
    end.abort();
    expect(await outcome).toMatchObject({ name: "ConnectError", retriable: false });
    expect(clock.now() - aborted).toBeLessThan(SOON_MS);
  });

  test("a wait that is ended before it begins rejects at once", async () => {
    const { topics, clock } = await open();
    const before = clock.now();
    await expect(topics.partitionCount("any", AbortSignal.abort())).rejects.toMatchObject({ name: "ConnectError" });
    expect(clock.now() - before).toBeLessThan(SOON_MS);
  });

  test("others who wait for the same topic go on waiting", async () => {
    const { topics, clock } = await open();
    const [first, second] = [new AbortController(), new AbortController()];
    const ended: string[] = [];
    const waits = [first, second].map(async ({ signal }, index) => {
      await topics.partitionCount("any", signal).catch(() => ended.push(String(index)));
    });
    await clock.sleep(50);
    first.abort();
    await clock.sleep(50);
    expect(ended).toEqual(["0"]);
    second.abort();
    await Promise.all(waits);
    expect(ended).toEqual(["0", "1"]);
  });
}
