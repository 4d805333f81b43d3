import { Admin } from "@platformatic/kafka";
import type { NodeId } from "../../lib/local/kafka.ts";

/** The node that leads a topic's one partition. Throws when none does. */
export async function leaderOf(bootstrap: string, topic: string): Promise<NodeId> {
  const admin = new Admin({ clientId: "chaos", bootstrapBrokers: bootstrap.split(",") });
  try {
    const { topics } = await admin.metadata({ topics: [topic], forceUpdate: true });
    const leader = topics.get(topic)?.partitions[0]?.leader;
    if (leader === 1 || leader === 2) return leader;
    throw new Error(`Nobody leads the topic ${topic}.`);
  } finally {
    await admin.close();
  }
}
