import type { SourceConnector, TaskConfig } from "../../connect/index.ts";
import { fileStreamConfig } from "./config-def.ts";

/** One file is one source partition, so there is one task, whatever `tasks.max` says. */
export class FileStreamConnector implements SourceConnector {
  #config: TaskConfig | undefined;

  /** @throws ConfigError if a value is missing or wrong. */
  start(config: TaskConfig): void {
    fileStreamConfig.parse(config);
    this.#config = config;
  }

  taskConfigs(): TaskConfig[] {
    return this.#config ? [this.#config] : [];
  }

  stop(): void {
    this.#config = undefined;
  }
}
