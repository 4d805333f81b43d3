import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import { type DynamoDbMatch, type DynamoDbRequest, matches, readRequest, withoutToken } from "./dynamodb-request.ts";
import { type DynamoDbAnswer, refuse, type Refusal } from "./dynamodb-refusals.ts";
import type { FaultLayer } from "./fault.ts";

export type DynamoDbFault =
  | { readonly kind: "never" | "late" | "twice" }
  /** The connection is cut before the request arrives, or DynamoDB refuses it. */
  | { readonly kind: "fails"; readonly as: "cut off" | Refusal }
  /** The connection is cut when the request has taken effect, or the answer comes so many milliseconds after that. */
  | { readonly kind: "lost"; readonly answerAfterMs?: number };

/** What a server may do, and not every server does. */
export type DynamoDbVariation =
  /** A condition that failed is told without the item that failed it. */
  | { readonly kind: "bare refusal" }
  /** So many keys of a BatchGetItem are not processed. */
  | { readonly kind: "unprocessed"; readonly keys: number };

/** A proxy before a real DynamoDB that does to requests what it is told. */
export interface DynamoDbProxy extends FaultLayer<DynamoDbFault>, AsyncDisposable {
  readonly endpoint: string;
  /** Every request that has come, in order. */
  readonly seen: readonly DynamoDbRequest[];
  /** The next request that matches has that; `skip`: the one after so many others that match. */
  next(what: DynamoDbFault | DynamoDbVariation, match: DynamoDbMatch, options?: { readonly skip?: number }): void;
}

interface Armed {
  readonly what: DynamoDbFault | DynamoDbVariation;
  readonly match: DynamoDbMatch;
  skip: number;
}

const WRITES: DynamoDbMatch = { actions: ["UpdateItem", "TransactWriteItems"] };
const READS: DynamoDbMatch = { actions: ["BatchGetItem", "GetItem", "Query", "Scan"] };

/** @param target Of the real server: `http://host:port`. */
export async function startDynamoDbProxy(target: string): Promise<DynamoDbProxy> {
  const seen: DynamoDbRequest[] = [];
  const armed: Armed[] = [];
  const copies: DynamoDbRequest[] = [];
  const underWay = new Set<Promise<DynamoDbAnswer>>();

  function armedFor(request: DynamoDbRequest): Armed["what"] | undefined {
    const next = armed.findIndex(({ match }) => matches(request, match));
    const found = armed[next];
    if (!found || found.skip-- > 0) return undefined;
    armed.splice(next, 1);
    return found.what;
  }

  async function send({ headers, body }: DynamoDbRequest): Promise<DynamoDbAnswer> {
    const answer = await fetch(target, { method: "POST", headers, body: JSON.stringify(body) });
    return { status: answer.status, body: JSON.parse(await answer.text()) };
  }

  async function forward(request: DynamoDbRequest): Promise<DynamoDbAnswer> {
    const answer = send(request);
    underWay.add(answer);
    return answer.finally(() => underWay.delete(answer));
  }

  /** What the caller gets: an answer, or the end of the connection, or nothing at all. */
  async function answer(request: DynamoDbRequest): Promise<DynamoDbAnswer | "cut off" | "silence"> {
    const what = armedFor(request);
    if (what?.kind === "never") return "silence";
    if (what?.kind === "fails") return what.as === "cut off" ? what.as : refuse(request, what.as);
    if (what?.kind === "unprocessed") return leaveOut(request, what.keys, forward);
    if (what?.kind === "late" || what?.kind === "twice") copies.push(withoutToken(request));
    if (what?.kind === "late") return "cut off";
    const given = await forward(request);
    if (what?.kind === "bare refusal") return withoutItem(given);
    if (what?.kind !== "lost") return given;
    if (what.answerAfterMs === undefined) return "cut off";
    await setTimeout(what.answerAfterMs);
    return given;
  }

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming);
    seen.push(request);
    const given = await answer(request);
    if (given === "silence") return;
    if (given === "cut off") incoming.socket.destroy();
    else
      response
        .writeHead(given.status, { "content-type": "application/x-amz-json-1.0" })
        .end(JSON.stringify(given.body));
  }

  const server = createServer((incoming, response) => {
    // The real server can't be reached: so the caller can't either.
    serve(incoming, response).catch(() => incoming.socket.destroy());
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy has no port");
  const next: DynamoDbProxy["next"] = (what, match, { skip = 0 } = {}) => void armed.push({ what, match, skip });
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    seen,
    next,
    nextWrite: (fault, options) => next(fault, WRITES, options),
    nextRead: (fault) => next(fault, READS),
    settle: async () => void (await Promise.allSettled(underWay)),
    async deliver() {
      for (const copy of copies.splice(0)) await forward(copy);
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await once(server.close(), "close");
    },
  };
}

function withoutItem({ status, body: { Item: _item, CancellationReasons, ...body } }: DynamoDbAnswer): DynamoDbAnswer {
  const reasons: readonly Readonly<Record<string, unknown>>[] = Array.isArray(CancellationReasons)
    ? CancellationReasons
    : [];
  const bare = reasons.map(({ Item: _reasonItem, ...reason }) => reason);
  return { status, body: { ...body, ...(bare.length > 0 && { CancellationReasons: bare }) } };
}

/** Asks for all keys but the last ones, which are then told as not processed. */
async function leaveOut(
  request: DynamoDbRequest,
  count: number,
  forward: (request: DynamoDbRequest) => Promise<DynamoDbAnswer>,
): Promise<DynamoDbAnswer> {
  const [[table, wanted] = ["", {}]] = Object.entries(request.body.RequestItems ?? {});
  const { Keys = [] } = wanted;
  const asked = { ...wanted, Keys: Keys.slice(0, Keys.length - count) };
  const left = { ...wanted, Keys: Keys.slice(Keys.length - count) };
  const { status, body } = await forward({ ...request, body: { RequestItems: { [table]: asked } } });
  return { status, body: { ...body, UnprocessedKeys: { [table]: left } } };
}
