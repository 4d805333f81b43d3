import { onTestFinished } from "vitest";
import { createKafka, type ClosableKafka } from "../../../lib/adapters/kafkajs/index.ts";
import { systemClock } from "../../../lib/adapters/system/clock.ts";
import { systemRandom } from "../../../lib/adapters/system/random.ts";
import type { Logger } from "../../../lib/ports/index.ts";

const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silent,
};

/** The adapter under test, closed at the end of the test. */
export function openKafka(properties: Readonly<Record<string, string>>, logger: Logger = silent): ClosableKafka {
  const kafka = createKafka(properties, { clock: systemClock, random: systemRandom, logger });
  onTestFinished(() => kafka.close());
  return kafka;
}
