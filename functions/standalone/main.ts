import process from "node:process";
import { Command, CommanderError } from "commander";
import { ConnectError } from "../../lib/connect/index.ts";
import { errorMessage } from "../../lib/worker/index.ts";
import { dryRun } from "./dry-run.ts";
import { exitCodes, ExitError, withExitCode } from "./exit-codes.ts";
import { createStandaloneLogger } from "./logger.ts";
import { readConnectorFiles, readWorkerFile } from "./read-files.ts";
import { signalOf } from "./signals.ts";
import { openStandaloneWorker } from "./standalone-worker.ts";

const program = new Command("standalone")
  .description("Runs Kafka Connect source connectors in one process, with Kafka Connect's own files.")
  .argument("<worker.properties>", "the worker's configuration")
  .argument("[connector...]", "a file a connector: .properties, or .json in either of Kafka Connect's shapes")
  .option("--dry-run", "connect, print the partition groups and the first records, produce nothing")
  .exitOverride();

try {
  program.parse();
  // Not by exitCode: a source that still hangs after the grace must not keep the process.
  process.exit(await main(program.args, program.opts<{ readonly dryRun?: boolean }>()));
} catch (error) {
  process.exit(report(error));
}

async function main([workerFile = "", ...files]: readonly string[], options: { dryRun?: boolean }): Promise<number> {
  const logger = createStandaloneLogger();
  const asked = signalOf(process);
  const props = withExitCode(exitCodes.worker, () => readWorkerFile(workerFile));
  if (options.dryRun) {
    const connectors = withExitCode(exitCodes.connector, () => readConnectorFiles(files));
    await dryRun(props, connectors, { logger, signal: asked.signal });
    return 0;
  }
  const standalone = withExitCode(exitCodes.worker, () =>
    openStandaloneWorker(props, { logger, signal: asked.signal }),
  );
  try {
    const connectors = withExitCode(exitCodes.connector, () => readConnectorFiles(files));
    for (const connector of connectors) {
      await standalone.add(connector).catch((error: unknown) => {
        throw new ExitError(exitCodes.connector, error);
      });
    }
    logger.info(
      `The worker has started with ${connectors.length} ${connectors.length === 1 ? "connector" : "connectors"}`,
    );
    const end = await standalone.run();
    return end === "failed" ? exitCodes.failed : asked.exitCode();
  } finally {
    standalone.close();
  }
}

/** One sentence for a mistake of the user's, the stack as well for one of ours. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage;
  const { code, cause } = error instanceof ExitError ? error : { code: exitCodes.failed, cause: error };
  const known = cause instanceof ConnectError || !(cause instanceof Error);
  process.stderr.write(`${known ? errorMessage(cause) : (cause.stack ?? cause.message)}\n`);
  return code;
}
