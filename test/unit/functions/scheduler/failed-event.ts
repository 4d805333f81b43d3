interface FailedEvent {
  readonly requestId: string;
  readonly payload: unknown;
  readonly condition: string;
  /** Undefined: the function was never called. */
  readonly response: unknown;
}

const usual: FailedEvent = {
  requestId: "b1a2c3d4-0000-4000-8000-000000000000",
  payload: { connector: "c", task: 0, generation: 1 },
  condition: "RetriesExhausted",
  response: { errorMessage: "Task timed out after 900.00 seconds" },
};

/** What Lambda writes into a queue about an asynchronous event that it gave up on. */
export const failedEvent = (given: Partial<FailedEvent> = {}): string => {
  const { requestId, payload, condition, response } = { ...usual, ...given };
  return JSON.stringify({
    version: "1.0",
    timestamp: "2026-03-01T10:00:00.000Z",
    requestContext: {
      requestId,
      functionArn: "arn:aws:lambda:eu-central-1:000000000000:function:task:$LATEST",
      condition,
      approximateInvokeCount: 1,
    },
    requestPayload: payload,
    ...(response === undefined
      ? {}
      : {
          responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
          responsePayload: response,
        }),
  });
};
