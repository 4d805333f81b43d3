import { Validations } from "aws-cdk-lib";
import { ManagedPolicy, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { ILogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";

const networkPolicy = "service-role/AWSLambdaVPCAccessExecutionRole";

/**
 * The role of one function. It may write to its own log group only; inside a VPC it also gets AWS's policy for network
 * interfaces, which can't be narrowed. Everything else is granted where it is needed.
 */
export function functionRole(scope: Construct, id: string, options: { logGroup: ILogGroup; inVpc: boolean }): Role {
  const role = new Role(scope, id, { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
  options.logGroup.grantWrite(role);
  if (options.inVpc) {
    role.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName(networkPolicy));
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${networkPolicy}]`,
      reason: "Network interfaces have no names before they exist, so AWS's own policy is as narrow as it gets.",
    });
  }
  return role;
}
