import { declareConnector, withdrawConnector } from "../../lib/worker/declare-connector.ts";
import type { Worker } from "../../lib/worker/index.ts";
import { composeWorker } from "../compose.ts";
import { lambdaHandler } from "../middleware.ts";
import { answer } from "./answer.ts";
import { declareEvent, type DeclareEvent } from "./event.ts";

/** Writes one connector that a stack declares to the config store, or takes it out (cdk/declared-connector.ts). */
export const handler = lambdaHandler(declareEvent, async (event, context, logger) => {
  logger.appendKeys({ connector: event.ResourceProperties.connector });
  let failure: string | undefined;
  try {
    await carryOut(event, composeWorker(context, logger));
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
    logger.error("The declaration failed", { error });
  }
  await answer(event, failure);
});

async function carryOut({ RequestType, StackId, LogicalResourceId, ResourceProperties }: DeclareEvent, worker: Worker) {
  const declaration = { ...ResourceProperties, declaredBy: `${StackId}/${LogicalResourceId}` };
  await (RequestType === "Delete" ? withdrawConnector(worker, declaration) : declareConnector(worker, declaration));
}
