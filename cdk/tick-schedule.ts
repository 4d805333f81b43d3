import { Duration } from "aws-cdk-lib";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";

export interface TickScheduleProps {
  readonly scheduler: IFunction;
  /** Time between two ticks, whole minutes. */
  readonly every: Duration;
}

/** Runs the scheduler function again and again. A tick that is missed is not made up for: the next one sees all there is. */
export class TickSchedule extends Construct {
  readonly rule: Rule;

  constructor(scope: Construct, id: string, { scheduler, every }: TickScheduleProps) {
    super(scope, id);
    this.rule = new Rule(this, "Rule", {
      description: "Starts Sluice's scheduler: plans the connectors and invokes their tasks",
      schedule: Schedule.rate(every),
      targets: [new LambdaFunction(scheduler, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
    });
  }
}
