import errors from "kafkajs/src/protocol/error.js";
import { ConnectError } from "../../connect/index.ts";

const codes = new Map(errors.errorCodes.map((entry) => [entry.code, entry]));

/** Codes of Kafka's protocol that this client treats on their own. */
export const ErrorCode = {
  unknownTopicOrPartition: 3,
  leaderNotAvailable: 5,
  messageTooLarge: 10,
  invalidTopic: 17,
  recordListTooLarge: 18,
  notEnoughReplicas: 19,
  notEnoughReplicasAfterAppend: 20,
  topicAuthorizationFailed: 29,
  clusterAuthorizationFailed: 31,
  invalidTimestamp: 32,
  outOfOrderSequence: 45,
  duplicateSequence: 46,
  invalidProducerEpoch: 47,
  unknownProducerId: 59,
  producerFenced: 90,
} as const;

/** Kafka's name for an error code. */
export function errorName(code: number): string {
  return codes.get(code)?.type ?? `error code ${code}`;
}

/** Whether the same request may succeed later. */
export function isRetriableCode(code: number): boolean {
  return codes.get(code)?.retriable ?? false;
}

/** Whether the same call may succeed later. */
export function isRetriable(error: unknown): boolean {
  return error instanceof ConnectError && error.retriable;
}

/** The cluster's refusal to tell about a topic. */
export class TopicError extends ConnectError {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message, { retriable: isRetriableCode(code) });
    this.code = code;
  }
}

/** What the cluster's refusal to tell about a topic means, and what to do. */
export function topicError(code: number, topic: string): TopicError {
  switch (code) {
    case ErrorCode.unknownTopicOrPartition:
      return new TopicError(
        code,
        `The topic "${topic}" does not exist and Kafka does not create it by itself: create it, or set ` +
          "auto.create.topics.enable on the brokers",
      );
    case ErrorCode.invalidTopic:
      return new TopicError(
        code,
        `"${topic}" can't be a topic: 1 to 249 letters, digits, ".", "_" and "-" are allowed. Change the topic's prefix or name`,
      );
    case ErrorCode.topicAuthorizationFailed:
      return new TopicError(
        code,
        `Kafka does not let this client see the topic "${topic}": grant it Describe and Write (and Create, if it does not exist)`,
      );
    default:
      return new TopicError(code, `Kafka does not tell about the topic "${topic}": ${errorName(code)}`);
  }
}
