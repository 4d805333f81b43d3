import { Duration } from "aws-cdk-lib";
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  type IAlarmAction,
  type IMetric,
  Metric,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { METRICS } from "../lib/env.ts";

export interface AlarmsProps {
  readonly deadLetters: IQueue;
  /** Dimension of the functions' own metrics. */
  readonly service: string;
  /** Time between two ticks. */
  readonly every: Duration;
  /** What an alarm does, such as a message to a topic. Default: nothing, it only shows. */
  readonly actions?: readonly IAlarmAction[];
}

type AlarmCondition = Pick<AlarmProps, "comparisonOperator" | "treatMissingData">;

const atLeastOne: AlarmCondition = {
  comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  treatMissingData: TreatMissingData.NOT_BREACHING,
};

/** A metric that is not written is zero. */
const notEvenOne: AlarmCondition = {
  comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
  treatMissingData: TreatMissingData.BREACHING,
};

/** Alarms: the schedule does not fire, a task failed, an invocation of a task ended in an error, a message was given up. */
export class Alarms extends Construct {
  readonly #period: Duration;
  readonly #actions: readonly IAlarmAction[];

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { deadLetters, service, every, actions = [] } = props;
    const period = Duration.minutes(Math.max(5, 3 * every.toMinutes()));
    this.#period = period;
    this.#actions = actions;
    const own = (metricName: string, statistic: string): Metric =>
      new Metric({ namespace: METRICS.namespace, metricName, dimensionsMap: { service }, period, statistic });
    this.#alarm(
      "NoTick",
      "Sluice's schedule has not come to its end: no connector moves",
      own(METRICS.connectors, "SampleCount"),
      notEvenOne,
    );
    this.#alarm(
      "TaskFailures",
      "A Sluice task is FAILED: its log and its status say why",
      own(METRICS.taskFailures, "Sum"),
      atLeastOne,
    );
    this.#alarm(
      "ConnectorFailures",
      "A Sluice connector can't be planned, or its tasks can't be started: the scheduler's log says why",
      own(METRICS.connectorFailures, "Maximum"),
      atLeastOne,
    );
    this.#alarm(
      "DeadLetters",
      "Sluice's scheduler could not answer a request, or did not get an event: see the messages in the queue",
      deadLetters.metricApproximateNumberOfMessagesVisible({ period, statistic: "Maximum" }),
      atLeastOne,
    );
  }

  /** Watches a function that runs tasks. @param name Of the alarm, within the construct. */
  watchTasks(name: string, task: IFunction): void {
    this.#alarm(
      name,
      "An invocation of a Sluice task ended in an error or was cut off: see its log for connector and task",
      task.metricErrors({ period: this.#period }),
      atLeastOne,
    );
  }

  #alarm(name: string, alarmDescription: string, metric: IMetric, when: AlarmCondition): void {
    const created = new Alarm(this, name, { alarmDescription, metric, threshold: 1, evaluationPeriods: 1, ...when });
    created.addAlarmAction(...this.#actions);
  }
}
