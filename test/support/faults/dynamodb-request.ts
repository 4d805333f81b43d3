import type { IncomingMessage } from "node:http";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";

type Attributes = Readonly<Record<string, AttributeValue>>;

interface Action {
  readonly TableName: string;
  readonly Key?: Attributes;
  readonly Item?: Attributes;
}

/** What a proxy needs to know of the requests of DynamoDB's JSON protocol. */
interface RequestBody extends Partial<Action> {
  readonly ClientRequestToken?: string;
  readonly TransactItems?: readonly Readonly<Partial<Record<"ConditionCheck" | "Delete" | "Put" | "Update", Action>>>[];
  readonly RequestItems?: Readonly<Record<string, { readonly Keys?: readonly Attributes[] }>>;
}

export interface DynamoDbRequest {
  /** The API's own name: `UpdateItem`. */
  readonly action: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: RequestBody;
}

/** Which requests are meant: those that have all that is given here. */
export interface DynamoDbMatch {
  readonly actions?: readonly string[];
  readonly table?: string;
  /** Attributes of the key of one of the items named. */
  readonly key?: Attributes;
  where?(body: RequestBody): boolean;
}

/** Of the client, not of the connection that a proxy makes anew. */
const FORWARDED = ["authorization", "content-type", "x-amz-content-sha256", "x-amz-date", "x-amz-target"];

export async function readRequest(request: IncomingMessage): Promise<DynamoDbRequest> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const headers = FORWARDED.flatMap((name) => {
    const value = request.headers[name];
    return typeof value === "string" ? [[name, value] as const] : [];
  });
  const target = request.headers["x-amz-target"];
  return {
    action: typeof target === "string" ? (target.split(".")[1] ?? "") : "",
    headers: Object.fromEntries(headers),
    body: JSON.parse(Buffer.concat(chunks).toString() || "{}"),
  };
}

/** The same request, which the server can't know for a retry of the first one. */
export function withoutToken({ body: { ClientRequestToken: _token, ...body }, ...request }: DynamoDbRequest) {
  return { ...request, body } satisfies DynamoDbRequest;
}

export function matches({ action, body }: DynamoDbRequest, match: DynamoDbMatch): boolean {
  if (match.actions && !match.actions.includes(action)) return false;
  const items = itemsOf(body);
  if (match.table !== undefined && !items.some(({ table }) => table === match.table)) return false;
  if (match.key && !items.some(({ key }) => key && contains(key, match.key ?? {}))) return false;
  return match.where?.(body) ?? true;
}

function itemsOf(body: RequestBody): { readonly table: string | undefined; readonly key: Attributes | undefined }[] {
  const single = body.TableName === undefined ? [] : [{ table: body.TableName, key: body.Key ?? body.Item }];
  const transaction = (body.TransactItems ?? []).map(({ ConditionCheck, Delete, Put, Update }) => {
    const action = Update ?? Put ?? Delete ?? ConditionCheck;
    return { table: action?.TableName, key: action?.Key ?? action?.Item };
  });
  const batch = Object.entries(body.RequestItems ?? {}).flatMap(([table, { Keys = [] }]) =>
    Keys.map((key) => ({ table, key })),
  );
  return [...single, ...transaction, ...batch];
}

const contains = (key: Attributes, wanted: Attributes): boolean =>
  Object.entries(wanted).every(([name, value]) => JSON.stringify(key[name]) === JSON.stringify(value));
