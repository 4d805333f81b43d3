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
  readonly scheduler: IFunction;
  readonly task: IFunction;
  readonly failedEvents: IQueue;
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

/** Four alarms: the schedule does not fire, a task failed, an invocation ended in an error, an event was given up. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { scheduler, task, failedEvents, service, every, actions = [] } = props;
    const period = Duration.minutes(Math.max(5, 3 * every.toMinutes()));
    const alarm = (name: string, alarmDescription: string, metric: IMetric, when: AlarmCondition): void => {
      const created = new Alarm(this, name, { alarmDescription, metric, threshold: 1, evaluationPeriods: 1, ...when });
      created.addAlarmAction(...actions);
    };
    const failed = failedEvents.metricApproximateNumberOfMessagesVisible({ period, statistic: "Maximum" });
    alarm(
      "NoTick",
      "Sluice's scheduler has not run: no connector moves",
      scheduler.metricInvocations({ period }),
      notEvenOne,
    );
    const failures = new Metric({
      namespace: METRICS.namespace,
      metricName: METRICS.taskFailures,
      dimensionsMap: { service },
      period,
      statistic: "Sum",
    });
    alarm("TaskFailures", "A Sluice task is FAILED: its log and its status say why", failures, atLeastOne);
    alarm(
      "TaskErrors",
      "An invocation of a Sluice task ended in an error or was cut off: see its log for connector and task",
      task.metricErrors({ period }),
      atLeastOne,
    );
    alarm("FailedEvents", "Lambda gave up on an event of Sluice: see the messages in the queue", failed, atLeastOne);
  }
}
