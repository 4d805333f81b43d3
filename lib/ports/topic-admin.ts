/** Topics of the Kafka cluster. */
export interface TopicAdmin {
  /**
   * How many partitions the topic has; asks the cluster once and remembers. A topic that does not exist is created
   * where the cluster creates topics by itself.
   *
   * @param signal Ends the waiting: the promise rejects soon after it is aborted.
   * @throws ConnectError naming the topic if it does not exist or may not be seen.
   */
  partitionCount(topic: string, signal?: AbortSignal): Promise<number>;
}
