import { RemovalPolicy } from "aws-cdk-lib";
import { AttributeType, BillingMode, Table } from "aws-cdk-lib/aws-dynamodb";
import { Construct } from "constructs";
import { TABLE_KEYS } from "../lib/adapters/dynamodb/table-layout.ts";

export interface TablesProps {
  /** What becomes of the tables when the stack is deleted. Default: `RETAIN`, since they hold where each source stands. */
  readonly removalPolicy?: RemovalPolicy;
}

interface TableKeys {
  readonly partitionKey: string;
  readonly sortKey?: string;
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
    const table = (name: string, { partitionKey, sortKey }: TableKeys): Table =>
      new Table(this, name, {
        partitionKey: { name: partitionKey, type: AttributeType.STRING },
        ...(sortKey !== undefined && { sortKey: { name: sortKey, type: AttributeType.STRING } }),
        billingMode: BillingMode.PAY_PER_REQUEST,
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        removalPolicy,
      });
    this.configs = table("Configs", TABLE_KEYS.configs);
    this.offsets = table("Offsets", TABLE_KEYS.offsets);
    this.status = table("Status", TABLE_KEYS.status);
  }
}
