import { Duration, Validations } from "aws-cdk-lib";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";

/** How often a message is tried before it is put aside. */
const MAX_RECEIVES = 3;

/** AWS's own advice for queues that invoke functions: room for throttled calls. */
const VISIBILITY_FACTOR = 6;

/** How many messages one invocation of the scheduler takes. */
const BATCH_SIZE = 10;

/** How many invocations of the scheduler messages may bring about at once: AWS's least, as ticks of the same connectors at once gain nothing. */
const MAX_CONCURRENCY = 2;

/**
 * The queue that invokes the scheduler: with requests for ticks, some of them for later, and with the events of task
 * functions that Lambda gave up on, so that the scheduler frees their leases at once (DESIGN §6.7).
 */
export class SchedulerRequests extends Construct {
  readonly queue: Queue;
  /**
   * Two weeks of what nobody could answer: messages that the scheduler failed on, and its own events, which must not
   * invoke it again.
   */
  readonly deadLetters: Queue;

  /** @param props.timeout The scheduler's, in whole seconds. */
  constructor(scope: Construct, id: string, { timeout }: { readonly timeout: Duration }) {
    super(scope, id);
    this.deadLetters = new Queue(this, "DeadLetters", { enforceSSL: true, retentionPeriod: Duration.days(14) });
    Validations.of(this.deadLetters).acknowledge({
      id: "AwsSolutions-SQS3",
      reason: "This is itself the queue where failed messages end.",
    });
    this.queue = new Queue(this, "Queue", {
      enforceSSL: true,
      visibilityTimeout: Duration.seconds(VISIBILITY_FACTOR * timeout.toSeconds()),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVES },
    });
  }

  /** Lets messages invoke the scheduler; only those that it failed on come again. */
  invoke(scheduler: IFunction): void {
    scheduler.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: BATCH_SIZE,
        maxConcurrency: MAX_CONCURRENCY,
        reportBatchItemFailures: true,
      }),
    );
  }
}
