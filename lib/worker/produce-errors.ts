import { ConnectError } from "../connect/index.ts";
import type { EncodedRecord } from "./encoded-record.ts";
import { recordOrigin } from "./record-origin.ts";

const stage = "KAFKA_PRODUCE";

/** The record whose framed size is above what one request takes. */
export function recordTooLarge(record: EncodedRecord, size: number, limit: number): ConnectError {
  return new ConnectError(
    `A record of ${size} bytes ${recordOrigin(record.source, record.topic)} is larger than the ${limit} bytes that one request to Kafka may carry: ` +
      "raise max.request.size (and the topic's max.message.bytes), or leave the record out at the source",
    { stage },
  );
}

/** The record whose partition was chosen by the connector or a transform, and does not exist. */
export function invalidPartition(record: EncodedRecord, partitions: number): ConnectError {
  return new ConnectError(
    `A record ${recordOrigin(record.source, record.topic)} is meant for partition ${record.kafkaPartition}, but the topic has ${partitions} ` +
      `(0 to ${partitions - 1}): add partitions to the topic, or let the partition be chosen from the key`,
    { stage },
  );
}

/** The record whose timestamp Kafka can't hold. */
export function invalidTimestamp(record: EncodedRecord, timestamp: bigint): ConnectError {
  return new ConnectError(
    `A record ${recordOrigin(record.source, record.topic)} has the timestamp ${timestamp}, but Kafka holds none before 1970-01-01: ` +
      "use another column or transform for the timestamp, or none",
    { stage },
  );
}

/** The same error with the stage KAFKA_PRODUCE. */
export function withProduceStage(error: unknown): ConnectError {
  if (error instanceof ConnectError && error.stage !== undefined) return error;
  const retriable = error instanceof ConnectError && error.retriable;
  return new ConnectError(error instanceof Error ? error.message : String(error), { cause: error, retriable, stage });
}
