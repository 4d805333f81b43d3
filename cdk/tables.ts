import { RemovalPolicy } from "aws-cdk-lib";
import { AttributeType, BillingMode, Table, type TableProps } from "aws-cdk-lib/aws-dynamodb";
import { Construct } from "constructs";

export interface TablesProps {
  /** What becomes of the tables when the stack is deleted. Default: `RETAIN`, since they hold where each source stands. */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * The three tables that Kafka Connect keeps as topics: connector configurations, source offsets, status. On demand,
 * with point-in-time recovery, without fixed names, without expiry of items.
 */
export class Tables extends Construct {
  readonly configs: Table;
  readonly offsets: Table;
  readonly status: Table;

  constructor(scope: Construct, id: string, { removalPolicy = RemovalPolicy.RETAIN }: TablesProps = {}) {
    super(scope, id);
    const table = (name: string, keys: Pick<TableProps, "partitionKey" | "sortKey">): Table =>
      new Table(this, name, {
        ...keys,
        billingMode: BillingMode.PAY_PER_REQUEST,
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        removalPolicy,
      });
    const partitionKey = { name: "connector", type: AttributeType.STRING };
    this.configs = table("Configs", { partitionKey });
    this.offsets = table("Offsets", { partitionKey, sortKey: { name: "partition", type: AttributeType.STRING } });
    this.status = table("Status", { partitionKey, sortKey: { name: "item", type: AttributeType.STRING } });
  }
}
