import * as z from "zod/mini";

const text = z.string().check(z.minLength(1));

/** What an answer to CloudFormation needs, whatever else is wrong with the request. */
export const answerableEvent = z.looseObject({
  ResponseURL: text,
  StackId: text,
  RequestId: text,
  LogicalResourceId: text,
  /** What a resource was called in the answer that made it; CloudFormation sends it with every later request. */
  PhysicalResourceId: z.optional(text),
});

export type AnswerableEvent = z.output<typeof answerableEvent>;

const declared = {
  ResourceProperties: z.looseObject({
    connector: text,
    config: z.record(z.string(), z.string()),
    initialState: z.enum(["RUNNING", "PAUSED", "STOPPED"]),
  }),
};

/** CloudFormation's request for one declared connector. To withdraw it, its name is enough. */
export const declareEvent = z.discriminatedUnion("RequestType", [
  z.looseObject({ ...declared, RequestType: z.literal("Create") }),
  z.looseObject({ ...declared, RequestType: z.literal("Update") }),
  z.looseObject({ ResourceProperties: z.looseObject({ connector: text }), RequestType: z.literal("Delete") }),
]);
