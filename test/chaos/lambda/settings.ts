import * as z from "zod/mini";

/** What an environment is told when it starts. */
export const environmentSettings = z.object({
  id: z.number(),
  /** Where its ledger and its log go. */
  folder: z.string(),
  bootstrap: z.string(),
  dynamoDbUrl: z.string(),
});

export type EnvironmentSettings = z.output<typeof environmentSettings>;
