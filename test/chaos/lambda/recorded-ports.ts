import type { KafkaCluster, TaskStore } from "../../../lib/ports/index.ts";
import type { Deed } from "./ledger.ts";

/** The store; what it accepts is recorded before the task learns of it. */
export function recordedTaskStore(tasks: TaskStore, record: (deed: Deed) => void): TaskStore {
  return {
    ...tasks,
    async acquireLease(lease) {
      const result = await tasks.acquireLease(lease);
      const { connector, task, generation, owner } = lease;
      // Refused with this owner: an earlier try took effect.
      if (result.item?.owner === owner) record({ did: "leased", connector, task, generation });
      return result;
    },
    async extendLease(lease, expiresAt) {
      const result = await tasks.extendLease(lease, expiresAt);
      if (result.accepted) record({ did: "extended" });
      return result;
    },
    async releaseLease(lease) {
      const result = await tasks.releaseLease(lease);
      if (result.accepted) record({ did: "released" });
      return result;
    },
    async checkpoint(checkpoint) {
      const result = await tasks.checkpoint(checkpoint);
      const { lease, sequence, release } = checkpoint;
      // Refused by its own sequence: an earlier try took effect.
      if (result.accepted || (result.item?.epoch === lease.epoch && result.item.sequence === sequence)) {
        record({ did: "checkpointed", offsets: Object.fromEntries(checkpoint.offsets), released: release });
      }
      return result;
    },
    async readOffsets(connector, partitions) {
      const offsets = await tasks.readOffsets(connector, partitions);
      record({ did: "read offsets", offsets: Object.fromEntries(offsets) });
      return offsets;
    },
  };
}

/** The cluster; what is given to its producers is recorded before it is sent. */
export function recordedKafka(kafka: KafkaCluster, record: (deed: Deed) => void): KafkaCluster {
  return {
    topics: kafka.topics,
    settings: kafka.settings,
    createProducer() {
      const producer = kafka.createProducer();
      return {
        maxRecordsBytes: producer.maxRecordsBytes,
        send(batch) {
          record({ did: "sent", topic: batch.topic, records: batch.count });
          return producer.send(batch);
        },
        close: () => producer.close(),
      };
    },
  };
}
