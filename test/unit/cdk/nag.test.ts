import { Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { describe, expect, test } from "vitest";
import { existingVpc, lines, makeStack } from "./synthesize.ts";

describe("AWS's rules for solutions (cdk-nag)", { timeout: 30_000 }, () => {
  test("hold for the construct", () => {
    const { app, stack, sluice } = makeStack();
    sluice.addConnector("lines", lines);
    sluice.addConnector("apart", lines, { function: {} });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(stack));
    expect(() => app.synth()).not.toThrow();
  });

  test("hold in a VPC", () => {
    const { app, stack, sluice } = makeStack(existingVpc);
    sluice.addConnector("apart", lines, { function: {} });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(stack));
    expect(() => app.synth()).not.toThrow();
  });
});
