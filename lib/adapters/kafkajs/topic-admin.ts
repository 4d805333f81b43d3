import { ConnectError } from "../../connect/index.ts";
import type { TopicAdmin } from "../../ports/index.ts";
import type { Cluster, TopicMetadata } from "./cluster.ts";
import { isRetriable, TopicError } from "./protocol-error.ts";

/** How long a topic may be unknown before it counts as missing: creation and its news take their time. */
const MISSING_AFTER_MS = 10_000;

/** Topics through Kafka's metadata; what is known is asked again after `metadata.max.age.ms`. */
export class KafkaTopicAdmin implements TopicAdmin {
  readonly #cluster: Cluster;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  async partitionCount(topic: string, signal?: AbortSignal): Promise<number> {
    const { clock, settings } = this.#cluster;
    const known = this.#cluster.topic(topic);
    if (known && clock.now() - known.asOf < settings.metadataMaxAgeMs) return known.leaders.length;
    const { leaders } = await (known ? this.#refreshed(topic, known, signal) : this.#found(topic, signal));
    return leaders.length;
  }

  /** A cluster that does not answer just now is no reason to forget what it said before. */
  async #refreshed(topic: string, known: TopicMetadata, signal?: AbortSignal): Promise<TopicMetadata> {
    try {
      return await this.#cluster.refresh(topic, signal);
    } catch (error) {
      if (isRetriable(error) && !signal?.aborted) return known;
      throw error;
    }
  }

  async #found(topic: string, signal?: AbortSignal): Promise<TopicMetadata> {
    const { clock, settings } = this.#cluster;
    let missingSince: number | undefined;
    return await this.#cluster.withinMaxBlock(async (end) => {
      try {
        const metadata = await this.#cluster.refresh(topic, end);
        if (metadata.leaders.some((leader) => leader !== undefined)) return metadata;
      } catch (error) {
        if (!(error instanceof TopicError)) throw error;
        missingSince ??= clock.now();
        if (clock.now() - missingSince < Math.min(MISSING_AFTER_MS, settings.maxBlockMs)) throw error;
        throw new ConnectError(error.message, { cause: error });
      }
      throw new ConnectError(`No partition of the topic "${topic}" has a leader: check whether Kafka's nodes run`, {
        retriable: true,
      });
    }, signal);
  }
}
