import { once } from "node:events";
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Kafka, logLevel, type Admin } from "kafkajs";

const electLeadersApi = 43;
const clientId = "sluice-local";
const limitMs = 20_000;

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

const string = (text: string): Buffer => {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(2);
  length.writeInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

/** Kafka's ElectLeaders request, version 1, for the preferred leader of one partition. kafkajs does not have it. */
function electLeadersRequest(topic: string, partition: number): Buffer {
  const version = 1;
  const header = [Buffer.from([0, electLeadersApi, 0, version]), int32(1), string(clientId)];
  const preferred = Buffer.from([0]);
  const body = [preferred, int32(1), string(topic), int32(1), int32(partition), int32(limitMs)];
  const request = Buffer.concat([...header, ...body]);
  return Buffer.concat([int32(request.length), request]);
}

async function electPreferredLeader(port: number, topic: string, partition: number): Promise<void> {
  const socket = net.connect({ port, host: "127.0.0.1" });
  socket.setTimeout(limitMs, () => socket.destroy(new Error("Kafka did not answer a request to elect a leader.")));
  try {
    await once(socket, "connect");
    socket.write(electLeadersRequest(topic, partition));
    // What it says does not matter: the metadata tells whether the leader has moved.
    await once(socket, "data");
  } finally {
    socket.destroy();
  }
}

async function describePartition(admin: Admin, topic: string, partition: number) {
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  const found = topics[0]?.partitions.find((candidate) => candidate.partitionId === partition);
  if (!found) throw new Error(`Kafka has no partition ${partition} of the topic ${topic}.`);
  return found;
}

/**
 * Makes `toNode` the leader of a partition: puts it first among the replicas, then has the preferred leader elected, so
 * that the old leader stays a follower as after a rolling restart. Resolves when it leads.
 * Throws when the partition has no replica there, or when the node does not lead within 20 s.
 */
export async function moveLeader(port: number, topic: string, partition: number, toNode: number): Promise<void> {
  const kafka = new Kafka({ brokers: [`127.0.0.1:${port}`], clientId, logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const { replicas } = await describePartition(admin, topic, partition);
    if (!replicas.includes(toNode)) {
      throw new Error(
        `Partition ${partition} of the topic ${topic} has no replica on node ${toNode}: create it with two.`,
      );
    }
    const order = [toNode, ...replicas.filter((replica) => replica !== toNode)];
    await admin.alterPartitionReassignments({
      topics: [{ topic, partitionAssignment: [{ partition, replicas: order }] }],
    });
    // Again and again, since a node that just came back is not in sync at once.
    const deadline = Date.now() + limitMs;
    while ((await describePartition(admin, topic, partition)).leader !== toNode) {
      if (Date.now() > deadline) throw new Error(`Node ${toNode} did not become the leader of ${topic}-${partition}.`);
      await electPreferredLeader(port, topic, partition);
      await sleep(50);
    }
  } finally {
    await admin.disconnect();
  }
}
