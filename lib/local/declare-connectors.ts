import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";

export interface Declarations {
  /** The function that CloudFormation would call. */
  readonly declareFunction: string;
  /** Configurations by connector, each with its member `name`. */
  readonly connectors: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * Declares connectors as CloudFormation would: LocalStack without a licence leaves custom resources out of a stack.
 *
 * @throws Error with the function's reason if it fails.
 */
export async function declareConnectors(client: LambdaClient, declarations: Declarations): Promise<void> {
  const answers: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => void (body += chunk));
    request.on("end", () => {
      answers.push(body);
      response.end();
    });
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });
  try {
    for (const [connector, config] of Object.entries(declarations.connectors)) {
      const event = {
        RequestType: "Create",
        ResponseURL: `http://127.0.0.1:${port}/`,
        StackId: "local",
        RequestId: randomUUID(),
        LogicalResourceId: connector,
        ResourceProperties: { connector, config, initialState: "RUNNING" },
      };
      const Payload = JSON.stringify(event);
      const { FunctionError } = await client.send(
        new InvokeCommand({ FunctionName: declarations.declareFunction, Payload }),
      );
      const answer: { Status?: string; Reason?: string } = JSON.parse(answers.pop() ?? "{}");
      if (FunctionError === undefined && answer.Status === "SUCCESS") continue;
      throw new Error(
        `Connector ${connector} could not be declared: ${answer.Reason ?? "the function did not answer"}`,
      );
    }
  } finally {
    server.close();
  }
}
