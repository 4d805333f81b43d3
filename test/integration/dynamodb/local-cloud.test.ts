import { describe, inject } from "vitest";
import { describeFaults } from "./describe-faults.ts";
import { describeLimits } from "./describe-limits.ts";
import { describeStores } from "./describe-stores.ts";

describe("stores", () => describeStores(() => inject("awsEndpointUrl")));

describe("stores behind faults", () => describeFaults(() => inject("awsEndpointUrl")));

describe("stores at their limits", () => describeLimits(() => inject("awsEndpointUrl")));
