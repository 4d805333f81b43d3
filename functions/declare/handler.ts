import type { Logger } from "@aws-lambda-powertools/logger";
import type { Context } from "aws-lambda";
import { plugins } from "../../lib/plugins.ts";
import { declareConnector, withdrawConnector } from "../../lib/worker/operations/declare-connector.ts";
import { composeWorker } from "../compose.ts";
import { lambdaHandler, parseEvent } from "../middleware.ts";
import { answer, type Result } from "./answer.ts";
import { type AnswerableEvent, answerableEvent, declareEvent } from "./event.ts";
import { requireStorable } from "./require-storable.ts";

/** Writes one connector that a stack declares to the config store, or takes it out (cdk/declared-connector.ts). */
export const handler = lambdaHandler(answerableEvent, async (event, context, logger) => {
  await answer(event, await attempt(event, context, logger));
});

async function attempt(event: AnswerableEvent, context: Context, logger: Logger): Promise<Result> {
  try {
    return { connector: await carryOut(event, context, logger) };
  } catch (error) {
    logger.error("The declaration failed", { error });
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

async function carryOut(event: AnswerableEvent, context: Context, logger: Logger): Promise<string> {
  const { RequestType, ResourceProperties } = parseEvent(declareEvent, event);
  const { connector } = ResourceProperties;
  logger.appendKeys({ connector });
  const declaredBy = `${event.StackId}/${event.LogicalResourceId}`;
  if (RequestType === "Delete") {
    await withdrawConnector(composeWorker(context, logger), { connector, declaredBy });
  } else {
    requireStorable(connector, ResourceProperties.config, plugins);
    await declareConnector(composeWorker(context, logger), { ...ResourceProperties, declaredBy });
  }
  return connector;
}
