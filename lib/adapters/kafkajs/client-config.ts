import { ConfigDef, type ConfigOf, oneOf, range } from "../../connect/index.ts";
import { compressionTypes } from "./compression.ts";
import { securityKeys } from "./security-config.ts";

/** The one value that is allowed, and why no other. */
const only = (value: string, why: string) => ({
  valid: `[${value}]`,
  values: [value],
  check: (given: unknown) => (String(given) === value ? undefined : why),
});

/** No value is allowed, and why. */
const never = (why: string) => ({
  valid: "not supported",
  check: (given: unknown) => (given === null ? undefined : why),
});

const atLeast = (min: number) => range({ min });

/**
 * Kafka's producer properties that mean something here (https://kafka.apache.org/documentation/#producerconfigs), with
 * Kafka's defaults where the text does not say otherwise: what `producer.*` of a worker and `producer.override.*` of a
 * connector are read by. Values that would break a promise of Sluice's are refused by name.
 */
export const clientConfig = new ConfigDef({
  "bootstrap.servers": {
    type: "LIST",
    importance: "HIGH",
    doc: "Kafka nodes to begin with, `host:port`, separated by commas. The others are learnt from them.",
    validator: {
      valid: "host:port,…",
      check: (value) =>
        Array.isArray(value) && value.length > 0 && value.every((server) => /^.+:\d{1,5}$/.test(String(server)))
          ? undefined
          : "It must be a list of host:port, separated by commas",
    },
  },
  "client.id": {
    type: "STRING",
    default: "sluice",
    importance: "MEDIUM",
    doc: "Name in the brokers' logs and quotas.",
  },
  ...securityKeys,
  acks: {
    type: "STRING",
    default: "all",
    importance: "HIGH",
    doc: "Always `all`: an offset is checkpointed only for records that cannot get lost.",
    validator: {
      ...oneOf("all", "-1"),
      check: (value) =>
        value === "all" || value === "-1"
          ? undefined
          : "Only all is supported: with fewer acknowledgements records could get lost whose offsets are checkpointed",
    },
  },
  "enable.idempotence": {
    type: "BOOLEAN",
    default: true,
    importance: "LOW",
    doc: "Always `true`: a batch that has to be sent again is still written once and in order.",
    validator: only("true", "Only true is supported: without it retries would write records twice or out of order"),
  },
  "transactional.id": {
    type: "STRING",
    default: null,
    importance: "LOW",
    doc: "Not settable.",
    validator: never("Sluice names its transactions itself: use exactly.once.support=required on the connector"),
  },
  "partitioner.class": {
    type: "CLASS",
    default: null,
    importance: "LOW",
    doc: "Not settable: keyed records go where Java's default partitioner puts them, others fill one partition after the other.",
    validator: never("A Java class can't be run here: let a transform or the connector set the record's partition"),
  },
  "interceptor.classes": {
    type: "LIST",
    default: null,
    importance: "LOW",
    doc: "Not settable.",
    validator: never("A Java class can't be run here: use a transform"),
  },
  "compression.type": {
    type: "STRING",
    default: "none",
    importance: "MEDIUM",
    doc: "Compression of record batches. `zstd` makes JSON about a fifth of its size at little cost.",
    validator: {
      ...oneOf(...compressionTypes),
      check: (value) =>
        value === "snappy" || value === "lz4"
          ? "Not supported yet: use zstd or gzip"
          : oneOf(...compressionTypes).check(value),
    },
  },
  "compression.gzip.level": {
    type: "INT",
    default: -1,
    importance: "LOW",
    doc: "1 (fast) to 9 (small); -1: gzip's own default.",
    validator: range({ min: -1, max: 9 }),
  },
  "compression.zstd.level": {
    type: "INT",
    default: 3,
    importance: "LOW",
    doc: "From fast (negative) to small (22).",
    validator: range({ min: -131072, max: 22 }),
  },
  "linger.ms": {
    type: "LONG",
    default: 5n,
    importance: "MEDIUM",
    doc: "How long a batch waits for more records.",
    validator: atLeast(0),
  },
  "batch.size": {
    type: "INT",
    default: 983_040,
    importance: "MEDIUM",
    doc: "A batch closes before it gets larger than this, in bytes before compression. Kafka's default is 16384; here a batch fills a request.",
    validator: atLeast(1),
  },
  "buffer.memory": {
    type: "LONG",
    default: 8_388_608n,
    importance: "MEDIUM",
    doc: "Bytes that may wait for their acknowledgement; above that nothing more is read from the source. Kafka's default is 32 MiB, but a partition takes no more than five batches at a time.",
    validator: atLeast(1),
  },
  "max.request.size": {
    type: "INT",
    default: 1_048_576,
    importance: "MEDIUM",
    doc: "Largest batch, in bytes before compression; a record that does not fit into it is refused. To be raised together with the topic's `max.message.bytes`.",
    validator: atLeast(1024),
  },
  "max.in.flight.requests.per.connection": {
    type: "INT",
    default: 5,
    importance: "LOW",
    doc: "Requests under way at a node. The order of records does not depend on it.",
    validator: range({ min: 1, max: 5 }),
  },
  "delivery.timeout.ms": {
    type: "INT",
    default: 120_000,
    importance: "MEDIUM",
    doc: "A batch that is not acknowledged after this time is not sent again, and the task fails. Kafka Connect sets no limit; here the next run goes on from the last checkpoint.",
    validator: atLeast(0),
  },
  "request.timeout.ms": {
    type: "INT",
    default: 30_000,
    importance: "MEDIUM",
    doc: "How long to wait for an answer before the connection counts as dead.",
    validator: atLeast(1),
  },
  retries: {
    type: "INT",
    default: 2_147_483_647,
    importance: "LOW",
    doc: "How often a batch is sent again; `delivery.timeout.ms` ends it as well.",
    validator: atLeast(0),
  },
  "retry.backoff.ms": {
    type: "LONG",
    default: 100n,
    importance: "LOW",
    doc: "Wait after the first failed try; doubles up to `retry.backoff.max.ms`.",
    validator: atLeast(0),
  },
  "retry.backoff.max.ms": {
    type: "LONG",
    default: 1000n,
    importance: "LOW",
    doc: "Longest wait between tries.",
    validator: atLeast(0),
  },
  "max.block.ms": {
    type: "LONG",
    default: 60_000n,
    importance: "MEDIUM",
    doc: "How long to go on trying to reach Kafka, to find a topic or to get a producer id before the task fails. Kafka Connect sets no limit.",
    validator: atLeast(0),
  },
  "socket.connection.setup.timeout.ms": {
    type: "LONG",
    default: 10_000n,
    importance: "LOW",
    doc: "How long connecting to one node may take, login included.",
    validator: atLeast(1),
  },
  "connections.max.idle.ms": {
    type: "LONG",
    default: 300_000n,
    importance: "LOW",
    doc: "A connection that was idle for longer is made anew before it is used; -1: never. Kafka's default is 540000, but AWS's NAT gateways and load balancers forget connections after 350 s without a word.",
  },
  "metadata.max.age.ms": {
    type: "LONG",
    default: 300_000n,
    importance: "LOW",
    doc: "After this time a topic's partitions are asked for again.",
    validator: atLeast(0),
  },
});

/** The parsed properties. */
export type ClientConfig = ConfigOf<typeof clientConfig>;
