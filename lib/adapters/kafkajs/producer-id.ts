import protocol from "kafkajs/src/protocol/requests/index.js";
import { ConnectError } from "../../connect/index.ts";
import type { Cluster } from "./cluster.ts";
import { ErrorCode, errorName, isRetriableCode } from "./protocol-error.ts";
import type { ProducerIdentity } from "./record-batch-header.ts";

const INIT_PRODUCER_ID_API_KEY = 22;

/**
 * Takes a new producer id, by which the brokers tell repeated batches from new ones (KIP-98).
 *
 * @throws ConnectError if no node gives one within `max.block.ms`.
 */
export function initProducerId(cluster: Cluster, signal: AbortSignal): Promise<ProducerIdentity> {
  const question = { transactionalId: null, transactionTimeout: 0 };
  const attempt = (end: AbortSignal): Promise<ProducerIdentity> =>
    cluster.withAnyNode(async (node) => {
      const { InitProducerId } = protocol.requests;
      const answer = await node.request(INIT_PRODUCER_ID_API_KEY, InitProducerId, question, end);
      const { errorCode, producerId, producerEpoch } = answer;
      if (errorCode === 0) return { producerId: BigInt(producerId), producerEpoch };
      throw new ConnectError(
        errorCode === ErrorCode.clusterAuthorizationFailed
          ? "Kafka does not let this client write idempotently: grant it Write on a topic, or IdempotentWrite on the " +
              "cluster where Kafka is older than 2.8"
          : `Kafka gave no producer id: ${errorName(errorCode)}`,
        { retriable: isRetriableCode(errorCode) },
      );
    }, end);
  return cluster.withinMaxBlock(attempt, signal);
}
