import { parentPort, workerData } from "node:worker_threads";
import type { Mutant } from "./mutant.ts";
import { plant } from "./plant.ts";

// What an error's stack says costs more than everything else together, and is of no use to the code that runs here.
Error.stackTraceLimit = 0;

const mutant: Mutant = workerData;
const planted = plant(mutant);
// Only now: this loads the code that is edited.
const { searchAll } = await import("./search.ts");
planted.check();
parentPort?.postMessage(await searchAll(mutant.searches), []);
