import { parentPort } from "node:worker_threads";
import { doUnit, type Unit } from "./unit.ts";

// What an error's stack says is of no use here, and costs more than everything else together.
Error.stackTraceLimit = 0;

parentPort?.on("message", (unit: Unit) => {
  void doUnit(unit).then((result) => parentPort?.postMessage(result, []));
});
