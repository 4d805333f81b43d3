import { ArnFormat, Stack } from "aws-cdk-lib";
import { type IGrantable, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { Construct } from "constructs";
import type { Tables } from "./tables.ts";

/** On the status table: task items, their traces, and the task configurations of a generation. */
const readsAndWrites = ["dynamodb:Query", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"] as const;

/**
 * Reads every connector, writes plans, moves tasks to a new generation and takes away what is left of deleted connectors
 * (DESIGN §6: W3, W4, W10, W13, W14). What a transaction does must be allowed action by action: there is no permission
 * for transactions.
 */
export function grantScheduling(tables: Tables, grantee: IGrantable): void {
  tables.configs.grant(
    grantee,
    "dynamodb:Scan",
    "dynamodb:GetItem",
    "dynamodb:UpdateItem",
    "dynamodb:ConditionCheckItem",
  );
  tables.status.grant(grantee, ...readsAndWrites, "dynamodb:DeleteItem");
  tables.offsets.grant(grantee, "dynamodb:BatchGetItem");
}

/** Reads its connector, holds a lease and writes offsets (W5 to W8); never changes a connector, never deletes an item. */
const taskRun = (tables: Tables) =>
  [
    [tables.configs, ["dynamodb:GetItem"]],
    [tables.status, readsAndWrites],
    [tables.offsets, ["dynamodb:BatchGetItem", "dynamodb:UpdateItem"]],
  ] as const satisfies readonly (readonly [Table, readonly string[]])[];

/** Runs the tasks of every connector that shares the task function. */
export function grantTaskRun(tables: Tables, grantee: IGrantable): void {
  for (const [table, actions] of taskRun(tables)) table.grant(grantee, ...actions);
}

/** The same for the items of one connector only: all three tables have its name for their partition key. */
export function grantConnectorRun(tables: Tables, grantee: IGrantable, connector: string): void {
  for (const [table, actions] of taskRun(tables)) {
    const statement = new PolicyStatement({
      actions: [...actions],
      resources: [table.tableArn],
      conditions: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": [connector] } },
    });
    grantee.grantPrincipal.addToPrincipalPolicy(statement);
  }
}

/** Writes the connector item alone (W1, W2, W2s). */
export function grantDeclaration(tables: Tables, grantee: IGrantable): void {
  tables.configs.grant(grantee, "dynamodb:GetItem", "dynamodb:UpdateItem");
}

/** Invoking a function by its name, which is known before the function is made; not its versions and aliases. */
export function grantInvocation(scope: Construct, grantee: IGrantable, functionName: string): void {
  const arn = Stack.of(scope).formatArn({
    service: "lambda",
    resource: "function",
    resourceName: functionName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  const statement = new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [arn] });
  grantee.grantPrincipal.addToPrincipalPolicy(statement);
}
