import { createInProcessTaskInvoker } from "../../lib/adapters/in-process/task-invoker.ts";
import { createInProcessTickInvoker } from "../../lib/adapters/in-process/tick-invoker.ts";
import { createSqliteStore } from "../../lib/adapters/sqlite/store.ts";
import { systemClock } from "../../lib/adapters/system/clock.ts";
import type { ConfigProps } from "../../lib/connect/index.ts";
import type { Logger, TaskInvocation } from "../../lib/ports/index.ts";
import {
  connectorConfig,
  type ConnectorFile,
  declareConnector,
  errorMessage,
  type InvocationResult,
  invokeTask,
  requireValidConnector,
  requireValidWorker,
  type RunLimits,
  standaloneConfig,
  tick,
  validateConnector,
  type Worker,
  workerConfigWarnings,
} from "../../lib/worker/index.ts";
import { plugins } from "../../lib/plugins.ts";
import { composeStandalone } from "./compose-standalone.ts";
import { connectorProps } from "./connector-props.ts";
import { drainEnd, type RunOutcome } from "./drain-end.ts";

/** What the process around the worker wants of it. */
export interface StandaloneOptions {
  readonly logger: Logger;
  /** Aborted when the process is asked to end. */
  readonly signal: AbortSignal;
  readonly onAdvance?: Worker["onAdvance"];
}

/** One process with an embedded store: scheduler and tasks of the connectors it is given. */
export interface StandaloneWorker {
  readonly worker: Worker;
  /**
   * Creates or changes the connector in the store, as its file says.
   *
   * @throws ConfigError with every mistake in its configuration, before anything is written.
   */
  add(connector: ConnectorFile): Promise<void>;
  /** Ticks, and runs tasks, until the signal; with `sluice.run.mode=drain` everywhere, until every task has ended. */
  run(): Promise<"stopped" | "drained" | "failed">;
  /** Gives the offset file back. No task may be running. */
  close(): void;
}

/** No time budget: a task runs until its source is drained or the process ends. */
const NO_LIMIT = Number.MAX_SAFE_INTEGER;

/**
 * Opens a standalone worker by Kafka Connect's worker properties.
 *
 * @throws ConfigError with every mistake, or if the offset file can't be used or another worker uses it.
 */
export function openStandaloneWorker(props: ConfigProps, options: StandaloneOptions): StandaloneWorker {
  const { logger, signal, onAdvance } = options;
  requireValidWorker(props, standaloneConfig, plugins);
  const config = standaloneConfig.parse(props);
  for (const warning of workerConfigWarnings(props, standaloneConfig, plugins)) logger.warn(warning);
  const store = createSqliteStore(config["offset.storage.file.filename"]);
  store.freeAllLeases();
  store.forgetFailures();

  const graceMs = Number(config["task.shutdown.graceful.timeout.ms"]);
  /** How each task's latest run ended. */
  const outcomes = new Map<string, RunOutcome>();
  const invoker = createInProcessTaskInvoker(async (invocation) => {
    const { connector, task } = invocation;
    const limits = { deadline: NO_LIMIT, hardDeadline: NO_LIMIT, signal, graceMs };
    const result = await runTask(composed.worker, invocation, limits);
    outcomes.set(`${connector}-${task}`, result?.outcome ?? "error");
  });
  const ticks = createInProcessTickInvoker(systemClock, signal);
  const composed = composeStandalone(props, {
    ...store,
    invoker,
    ticks,
    logger,
    ...(onAdvance ? { onAdvance } : {}),
  });

  const { worker } = composed;
  /** The next tick of the interval, or one that was asked for. */
  const nextTick = async (): Promise<void> => {
    const done = new AbortController();
    const end = AbortSignal.any([signal, done.signal]);
    await Promise.race([systemClock.sleep(config["sluice.tick.interval.ms"], end), ticks.asked(end)]);
    done.abort();
  };
  const drains = new Map<string, boolean>();
  const run = async (): Promise<"stopped" | "drained" | "failed"> => {
    while (!signal.aborted) {
      const scheduled = await tick(worker, { connectors: [...drains.keys()] });
      let idle = await settledWithin(invoker.settled(), nextTick());
      if (drains.size > 0 && [...drains.values()].every(Boolean) && !signal.aborted) {
        // Another tick would only start again what has failed; the others may come to their end.
        if (!idle && [...outcomes.values()].includes("failed")) {
          await invoker.settled();
          idle = true;
        }
        const end = idle ? drainEnd(scheduled, [...outcomes.values()]) : undefined;
        if (end) return end;
      }
      if (idle) await nextTick();
    }
    await invoker.settled();
    return "stopped";
  };

  return {
    worker,
    run,
    close() {
      composed.close();
      store.close();
    },
    async add(file) {
      const { name, initialState } = file;
      const connector = connectorProps(file);
      requireValidConnector(name, connector, plugins);
      for (const warning of validateConnector(connector, plugins).warnings)
        logger.child({ connector: name }).warn(warning);
      drains.set(name, connectorConfig.parse(connector)["sluice.run.mode"] === "drain");
      await declareConnector(worker, {
        connector: name,
        config: connector,
        initialState,
        declaredBy: "standalone",
      });
    },
  };
}

/** One run of a task; what goes wrong beside the task itself is logged, and the next tick tries again. */
async function runTask(
  worker: Worker,
  invocation: TaskInvocation,
  limits: RunLimits,
): Promise<InvocationResult | undefined> {
  const { connector, task } = invocation;
  try {
    const result = await invokeTask(worker, { ...invocation, requestId: worker.workerId, limits });
    worker.logger.child({ connector, task }).info(`The task ended: ${result.outcome}, ${result.records} records sent`);
    return result;
  } catch (error) {
    worker.logger.child({ connector, task }).error(errorMessage(error), {}, error);
    return undefined;
  }
}

/** Whether no task runs any more before that is over. */
async function settledWithin(settled: Promise<void>, over: Promise<void>): Promise<boolean> {
  return Promise.race([settled.then(() => true), over.then(() => false)]);
}
