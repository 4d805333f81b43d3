import type { Context } from "aws-lambda";

/** What Lambda hands to a handler beside the event. */
export const lambdaContext: Context = {
  awsRequestId: "4b1f",
  callbackWaitsForEmptyEventLoop: false,
  functionName: "f",
  functionVersion: "1",
  invokedFunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:f",
  memoryLimitInMB: "512",
  logGroupName: "g",
  logStreamName: "s",
  getRemainingTimeInMillis: () => 10_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
};
