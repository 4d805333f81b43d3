import type { Template } from "aws-cdk-lib/assertions";
import { resourcesOf } from "./synthesize.ts";

/** The queue that gets the failed events of each function: the end of its construct's path by the function's construct. */
export function failuresOf(template: Template): Record<string, string> {
  const entries = Object.values(resourcesOf(template, "AWS::Lambda::EventInvokeConfig")).map(({ Properties }) => {
    const of = /"Ref":"Sluice(\w+?)Function[0-9A-F]{8}"/.exec(JSON.stringify(Properties["FunctionName"]))?.[1] ?? "";
    const destination = JSON.stringify(Properties["DestinationConfig"]);
    const to = /"OnFailure":\{"Destination":\{"Fn::GetAtt":\["SluiceSchedulerRequests(\w+?)[0-9A-F]{8}","Arn"\]/;
    return [of, to.exec(destination)?.[1] ?? destination] as const;
  });
  return Object.fromEntries(entries);
}
