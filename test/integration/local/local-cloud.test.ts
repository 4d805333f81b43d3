import { describe, expect, inject, test } from "vitest";
import { raceForOneKey } from "../../support/dynamodb-race.ts";

describe("the local cloud", () => {
  test("has a DynamoDB in which one of 20 conditional writes wins", async () => {
    await expect(raceForOneKey(inject("awsEndpointUrl"))).resolves.toEqual({
      won: 1,
      errors: new Set(["ConditionalCheckFailedException"]),
    });
  });
});
