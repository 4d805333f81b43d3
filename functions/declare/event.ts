import * as z from "zod/mini";

const text = z.string().check(z.minLength(1));

const request = {
  ResponseURL: text,
  StackId: text,
  RequestId: text,
  LogicalResourceId: text,
  ResourceProperties: z.looseObject({
    connector: text,
    config: z.record(z.string(), z.string()),
    initialState: z.enum(["RUNNING", "PAUSED", "STOPPED"]),
  }),
};

/** CloudFormation's request for one declared connector. */
export const declareEvent = z.discriminatedUnion("RequestType", [
  z.looseObject({ ...request, RequestType: z.literal("Create") }),
  z.looseObject({ ...request, RequestType: z.literal("Update"), PhysicalResourceId: text }),
  z.looseObject({ ...request, RequestType: z.literal("Delete"), PhysicalResourceId: text }),
]);

export type DeclareEvent = z.output<typeof declareEvent>;
