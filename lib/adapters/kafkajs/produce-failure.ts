import { ConnectError } from "../../connect/index.ts";
import { ErrorCode, errorName, isRetriableCode } from "./protocol-error.ts";
import type { PartitionResult } from "./produce-response.ts";

/** Why a batch was not written: whether another try may help, and the sentence in case none does. */
export function produceFailure(result: PartitionResult): ConnectError {
  const { errorCode, errorMessage } = result;
  const where = `partition ${result.partition} of the topic "${result.topic}"`;
  const said = errorMessage === undefined ? errorName(errorCode) : `${errorName(errorCode)}: ${errorMessage}`;
  return new ConnectError(sentence(errorCode, where, said), { retriable: isRetriableCode(errorCode) });
}

function sentence(code: number, where: string, said: string): string {
  switch (code) {
    case ErrorCode.messageTooLarge:
    case ErrorCode.recordListTooLarge:
      return (
        `A batch for ${where} is larger than Kafka takes there (${said}): lower batch.size and max.request.size of the ` +
        "producer to the topic's max.message.bytes, or raise that"
      );
    case ErrorCode.topicAuthorizationFailed:
      return `Kafka does not let this client write to ${where}: grant it Write on the topic`;
    case ErrorCode.notEnoughReplicas:
    case ErrorCode.notEnoughReplicasAfterAppend:
      return `Too few replicas of ${where} are in sync for acks=all (${said}): check the brokers and min.insync.replicas`;
    case ErrorCode.invalidTimestamp:
      return (
        `Kafka does not take the timestamp of a record for ${where} (${said}): use another timestamp, or change the ` +
        "topic's message.timestamp.before.max.ms and message.timestamp.after.max.ms"
      );
    case ErrorCode.outOfOrderSequence:
    case ErrorCode.unknownProducerId:
      return (
        `Kafka has lost batches of ${where} that it had acknowledged (${said}): check the brokers for data loss ` +
        "(unclean leader election, too short a retention); records before the last checkpoint may be missing"
      );
    case ErrorCode.invalidProducerEpoch:
    case ErrorCode.producerFenced:
      return `Another run of this task has taken over ${where} (${said}): nothing to do if it runs`;
    default:
      return `Kafka did not write a batch to ${where}: ${said}`;
  }
}

/** A Kafka partition, for messages. */
interface Place {
  readonly topic: string;
  readonly partition: number;
}

/** Any error as one that a worker may show. */
export function asConnectError(error: unknown): ConnectError {
  if (error instanceof ConnectError) return error;
  return new ConnectError(error instanceof Error ? error.message : String(error), { cause: error });
}

/** Why a batch that was under way at the end is not acknowledged. */
export function closed(): ConnectError {
  return new ConnectError("The producer was closed before the batch was acknowledged");
}

/** Nobody can write to the partition for now. */
export function noLeader({ topic, partition }: Place): ConnectError {
  return new ConnectError(
    `Partition ${partition} of the topic "${topic}" has no leader: check whether Kafka's nodes run`,
    {
      retriable: true,
    },
  );
}

/** The last of the tries has failed. */
export function gaveUp({ topic, partition }: Place, lastError: ConnectError | undefined): ConnectError {
  return new ConnectError(
    `A batch for partition ${partition} of the topic "${topic}" was not acknowledged within delivery.timeout.ms and ` +
      `retries. ${lastError?.message ?? ""}`.trimEnd(),
    { retriable: true, ...(lastError ? { cause: lastError } : {}) },
  );
}
