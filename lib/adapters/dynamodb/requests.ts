import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  paginateQuery,
  paginateScan,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { ConnectError } from "../../connect/errors.ts";
import type { ItemUpdate } from "./actions.ts";
import { type Attributes, toAttribute } from "./attributes.ts";
import type { Key } from "./table-layout.ts";
import { type RequestContext, toConnectError } from "./to-connect-error.ts";

/** The most keys that one BatchGetItem takes. */
const BATCH_SIZE = 100;

/** Whether a conditional write took effect, and the item after it, or the one in its way (undefined: none is known). */
export interface Written {
  readonly accepted: boolean;
  readonly item: Attributes | undefined;
}

/** The few requests that the stores are made of. Each throws what `toConnectError` makes of its failure. */
export class Requests {
  readonly #client: DynamoDBClient;

  constructor(client: DynamoDBClient) {
    this.#client = client;
  }

  async get(
    table: string,
    key: Key,
    { consistent }: { readonly consistent: boolean },
  ): Promise<Attributes | undefined> {
    const command = new GetItemCommand({ TableName: table, Key: key, ConsistentRead: consistent });
    const context = { action: "GetItem", tables: [table], connector: key["connector"]?.S ?? "" };
    return (await this.#send(context, () => this.#client.send(command))).Item;
  }

  /** Items in no order, strongly consistent; keys without an item are left out. No key may occur twice. */
  async getAll(table: string, connector: string, keys: readonly Key[]): Promise<Attributes[]> {
    const context = { action: "BatchGetItem", tables: [table], connector };
    const found: Attributes[] = [];
    const left = [...keys];
    while (left.length > 0) {
      const batch = left.splice(0, BATCH_SIZE);
      const command = new BatchGetItemCommand({ RequestItems: { [table]: { Keys: batch, ConsistentRead: true } } });
      const { Responses, UnprocessedKeys } = await this.#send(context, () => this.#client.send(command));
      const unprocessed = UnprocessedKeys?.[table]?.Keys ?? [];
      if (unprocessed.length === batch.length) {
        const none = `DynamoDB returned none of ${batch.length} items of table ${table} for connector ${connector}`;
        throw new ConnectError(`${none}: try again`, { retriable: true });
      }
      found.push(...(Responses?.[table] ?? []));
      left.push(...unprocessed);
    }
    return found;
  }

  /** All items of a connector, strongly consistent, in the order of their sort key; those that begin with `prefix`. */
  query(
    table: string,
    connector: string,
    sortKeyPrefix?: { readonly name: string; readonly prefix: string },
  ): Promise<Attributes[]> {
    const values = { ":connector": toAttribute(connector) };
    const pages = paginateQuery(
      { client: this.#client },
      {
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: "#connector = :connector",
        ExpressionAttributeNames: { "#connector": "connector" },
        ExpressionAttributeValues: values,
        ...(sortKeyPrefix && {
          KeyConditionExpression: "#connector = :connector AND begins_with(#sortKey, :prefix)",
          ExpressionAttributeNames: { "#connector": "connector", "#sortKey": sortKeyPrefix.name },
          ExpressionAttributeValues: { ...values, ":prefix": toAttribute(sortKeyPrefix.prefix) },
        }),
      },
    );
    return this.#send({ action: "Query", tables: [table], connector }, () => collect(pages));
  }

  /** Every item of the table, strongly consistent. */
  scan(table: string): Promise<Attributes[]> {
    const pages = paginateScan({ client: this.#client }, { TableName: table, ConsistentRead: true });
    return this.#send({ action: "Scan", tables: [table] }, () => collect(pages));
  }

  /** One conditional update. Not every server tells the item that refused it: then it is read, strongly consistent. */
  async update(update: ItemUpdate): Promise<Written> {
    const { TableName: table, Key: key } = update;
    const context = { action: "UpdateItem", tables: [table], connector: key["connector"]?.S ?? "" };
    return this.#send(context, async () => {
      try {
        const { Attributes } = await this.#client.send(new UpdateItemCommand({ ...update, ReturnValues: "ALL_NEW" }));
        return { accepted: true, item: Attributes };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return { accepted: false, item: error.Item ?? (await this.get(table, key, { consistent: true })) };
      }
    });
  }

  /**
   * All of the actions or none. A refusal tells the item of the first action, if the server does. The SDK draws a new
   * ClientRequestToken a call and keeps it in its own retries, so those never take effect twice.
   */
  async transact(connector: string, actions: readonly TransactWriteItem[]): Promise<Written> {
    const tables = actions.map(({ Update: u, Put: p, Delete: d, ConditionCheck: c }) => (u ?? p ?? d ?? c)?.TableName);
    const named = [...new Set(tables.filter((table) => table !== undefined))];
    return this.#send({ action: "TransactWriteItems", tables: named, connector }, async () => {
      try {
        await this.#client.send(new TransactWriteItemsCommand({ TransactItems: [...actions] }));
        return { accepted: true, item: undefined };
      } catch (error) {
        const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
        const codes = reasons.map((reason) => reason.Code ?? "None").filter((code) => code !== "None");
        // A conflict beside it decides nothing: the transaction is to be tried again as a whole.
        if (codes.length === 0 || codes.some((code) => code !== "ConditionalCheckFailed")) throw error;
        return { accepted: false, item: reasons[0]?.Item };
      }
    });
  }

  async #send<T>(context: RequestContext, request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } catch (error) {
      throw error instanceof ConnectError ? error : toConnectError(error, context);
    }
  }
}

async function collect(pages: AsyncIterable<{ readonly Items?: Attributes[] | undefined }>): Promise<Attributes[]> {
  const items: Attributes[] = [];
  for await (const { Items } of pages) items.push(...(Items ?? []));
  return items;
}
