import { expect, test } from "vitest";
import { startDynamoDbLocal } from "../../../lib/local/dynamodb-local.ts";
import { raceForOneKey } from "../../support/dynamodb-race.ts";

test("DynamoDB Local lets one of 20 conditional writes win", async () => {
  await using server = await startDynamoDbLocal();
  await expect(raceForOneKey(server.endpointUrl)).resolves.toEqual({
    won: 1,
    errors: new Set(["ConditionalCheckFailedException"]),
  });
});
