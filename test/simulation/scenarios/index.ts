import type { Scenario } from "../scenario.ts";
import { circumstanceScenarios } from "./circumstances.ts";
import { edgeScenarios } from "./edges.ts";
import { failureScenarios } from "./failures.ts";
import { kafkaScenarios } from "./kafka.ts";
import { operationScenarios } from "./operations.ts";
import { raceScenarios } from "./races.ts";
import { regroupingScenarios } from "./regrouping.ts";
import { taskScenarios } from "./tasks.ts";

/** Every scenario. */
export const scenarios: readonly Scenario[] = [
  ...taskScenarios,
  ...regroupingScenarios,
  ...operationScenarios,
  ...circumstanceScenarios,
  ...failureScenarios,
  ...raceScenarios,
  ...edgeScenarios,
  ...kafkaScenarios,
];
