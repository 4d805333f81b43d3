import { type Scenario, tableProps } from "../scenario.ts";

/** The real sender over simulated nodes. */
export const kafkaScenarios: readonly Scenario[] = [
  {
    name: "kafka-one-table",
    about: "One task writes to one Kafka partition, several batches under way.",
    cloud: { kafka: "nodes" },
    async script(stage) {
      stage.write("c", { t0: 12 });
      await stage.operator.create(
        "c",
        tableProps("c", "m1", { "poll.ms": "0", "sluice.checkpoint.interval.ms": "60" }),
      );
    },
  },
  {
    name: "kafka-two-nodes",
    about: "Two tasks write to the partitions of both nodes, and once more later.",
    cloud: { kafka: "nodes" },
    async script(stage) {
      stage.write("c", { t0: 6, t1: 6, t2: 4 });
      await stage.operator.create(
        "c",
        tableProps("c", "m1", { "tasks.max": "2", "poll.ms": "0", "sluice.checkpoint.interval.ms": "60" }),
      );
      await stage.wait(65_000);
      stage.write("c", { t0: 3, t2: 3 });
    },
  },
  {
    name: "kafka-shared-partition",
    about: "Two tables of one task share a Kafka partition, and batches give up after three seconds.",
    cloud: { kafka: "nodes", producerProperties: { "delivery.timeout.ms": "3000", "request.timeout.ms": "2000" } },
    async script(stage) {
      stage.write("c", { t0: 6, t1: 6 });
      await stage.operator.create(
        "c",
        tableProps("c", "m1", { "shared.partition": "true", "poll.ms": "2", "sluice.checkpoint.interval.ms": "60" }),
      );
    },
  },
];
