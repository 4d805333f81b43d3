import { CustomResource, Duration } from "aws-cdk-lib";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";

/** The resource type that CloudFormation shows. */
export const declaredConnectorType = "Custom::SluiceConnector";

export interface DeclaredConnectorProps {
  /** The function that writes declared connectors to the configs table. */
  readonly declare: IFunction;
  readonly connector: string;
  readonly config: Readonly<Record<string, string>>;
  /** Only for a connector that is not there yet. */
  readonly initialState: "RUNNING" | "PAUSED" | "STOPPED";
}

/**
 * A connector that a stack declares: created or changed in the configs table when the stack is deployed, marked as
 * deleted when the stack no longer has it, unless somebody else has declared it meanwhile.
 */
export class DeclaredConnector extends Construct {
  constructor(scope: Construct, id: string, { declare, ...properties }: DeclaredConnectorProps) {
    super(scope, id);
    new CustomResource(this, "Resource", {
      resourceType: declaredConnectorType,
      serviceToken: declare.functionArn,
      serviceTimeout: Duration.minutes(2),
      properties,
    });
  }
}
