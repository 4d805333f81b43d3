import { inject } from "vitest";
import { describeStores } from "./describe-stores.ts";

describeStores(() => inject("awsEndpointUrl"));
