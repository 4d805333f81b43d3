import { readdirSync, readFileSync } from "node:fs";
import process from "node:process";

/**
 * Kills every process that runs a function of the local cloud, as an out-of-memory kill does. Both clouds run functions
 * as processes of this machine.
 *
 * @param mark Text that only this deployment's environment holds: other clouds may run functions of the same name.
 * @returns how many there were.
 */
export function killFunction(functionName: string, mark: string): number {
  const pids = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const environment = readEnvironment(pid);
      return environment.includes(`AWS_LAMBDA_FUNCTION_NAME=${functionName}\0`) && environment.includes(mark);
    })
    .map(Number);
  for (const pid of pids) process.kill(pid, "SIGKILL");
  return pids.length;
}

/** Empty for a process of another user, or one that has just ended. */
function readEnvironment(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8");
  } catch {
    return "";
  }
}
