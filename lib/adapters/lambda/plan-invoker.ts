import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { ConnectError } from "../../connect/errors.ts";
import type { PlanInvoker } from "../../ports/plan-invoker.ts";
import { planFunctionError, readPlanAnswer } from "./plan-answer.ts";
import { toConnectError } from "./to-connect-error.ts";

/** The signal ends the wait, not the client's time limit, which is made for requests that are answered at once. */
const NO_TIME_LIMIT = { requestTimeout: 0 };

/**
 * Lets connectors be planned by a synchronous invocation of their own function: `{connector, plan: true}` is answered
 * with `{plan}` or `{failure}`.
 *
 * `plan` throws what planning threw there, as ConfigError if only another configuration can mend it; a ConnectError if
 * the function died or was cut off, could not be reached, or the signal was aborted.
 *
 * @param options.client The caller's to configure and to destroy. Its own retries may plan twice, which is harmless.
 */
export function createLambdaPlanInvoker({ client }: { readonly client: LambdaClient }): PlanInvoker {
  return {
    async plan(connector, functionName, signal) {
      const command = new InvokeCommand({
        FunctionName: functionName,
        InvocationType: "RequestResponse",
        Payload: JSON.stringify({ connector, plan: true }),
      });
      let answer;
      try {
        answer = await client.send(command, { ...NO_TIME_LIMIT, abortSignal: signal });
      } catch (error) {
        if (!signal.aborted) throw toConnectError(error, functionName, `plan connector ${connector}`);
        const message = `Function ${functionName} did not plan connector ${connector} in time: look at the function's log`;
        throw new ConnectError(message, { cause: error, retriable: true });
      }
      const payload = answer.Payload?.transformToString() ?? "";
      const request = { connector, functionName };
      if (answer.FunctionError !== undefined) throw planFunctionError(request, payload);
      return readPlanAnswer(request, payload);
    },
  };
}
