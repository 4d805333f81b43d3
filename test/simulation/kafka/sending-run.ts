import { decodeRecords } from "../../support/decode-records.ts";
import type { Actor } from "../actor.ts";
import type { Faults } from "../fault.ts";
import { World } from "../world.ts";
import { createSimulatedKafka, type SimulatedKafka } from "./create-simulated-kafka.ts";
import { disturbAt, type Disturbance } from "./disturbance.ts";
import { numberedBatch } from "./numbered-batch.ts";
import { ProducerJudge } from "./producer-judge.ts";
import type { RequestListener } from "./request-listener.ts";

/** Who sends how much to where. */
export interface Sending {
  readonly producers: number;
  readonly partitions: number;
  /** Batches at once, one burst after the other, each when the one before is acknowledged. */
  readonly bursts: readonly number[];
  /** Producer properties. */
  readonly properties?: Readonly<Record<string, string>>;
}

/** What goes wrong in a run. */
export interface Trouble {
  readonly seed: number;
  /** By number of the call. */
  readonly faults?: Faults;
  /** By number of the request at the nodes. */
  readonly disturbances?: ReadonlyMap<number, Disturbance>;
}

export interface SendingOutcome {
  /** Calls and requests that were made. */
  readonly calls: number;
  readonly requests: number;
  /** What was found wrong; undefined: nothing. */
  readonly violation: string | undefined;
  /** Sends that were rejected, and sends of which nothing was heard. */
  readonly rejected: number;
  readonly unanswered: number;
}

const TOPIC = "t";

/** Virtual time after which whatever is not over counts as stuck, in milliseconds. */
const LONGEST = 3_600_000;

/** Lets producers send numbered records, and judges what is in the log. */
export async function runSending(sending: Sending, trouble: Trouble): Promise<SendingOutcome> {
  const world = new World({ seed: trouble.seed, faults: trouble.faults ?? new Map() });
  const judge = new ProducerJudge();
  let requests = 0;
  const disturb = disturbAt(world, trouble.disturbances ?? new Map());
  const onRequest: RequestListener = {
    before(request, brokers) {
      requests = request.number;
      disturb.before?.(request, brokers);
    },
    after: (request, brokers) => disturb.after?.(request, brokers),
  };
  const kafka = createSimulatedKafka(world, {
    partitions: sending.partitions,
    properties: sending.properties ?? {},
    onAppend: (batch) => {
      for (const { value } of decodeRecords(batch)) judge.appended(batch.partition, value ?? "");
    },
    onRequest,
  });
  for (let index = 0; index < sending.producers; index++) {
    const actor = world.actor(`producer${index}`);
    void sendAll(kafka, actor, sending, judge);
  }
  world.at(LONGEST, () => world.end());
  await world.run();
  return {
    calls: world.offered.length,
    requests,
    violation: world.violation?.detail ?? judge.violation,
    rejected: judge.rejected,
    unanswered: judge.unanswered,
  };
}

async function sendAll(kafka: SimulatedKafka, actor: Actor, sending: Sending, judge: ProducerJudge): Promise<void> {
  const cluster = kafka.openKafka(actor);
  try {
    await cluster.topics.partitionCount(TOPIC);
  } catch {
    judge.rejected++;
    return;
  }
  const producer = cluster.createProducer();
  let sent = 0;
  const send = async (): Promise<void> => {
    const partition = sent % sending.partitions;
    const values = judge.next(actor.name, partition, 1 + (sent++ % 3));
    const batch = numberedBatch(TOPIC, partition, values, actor.clock.now());
    await judge.outcome(actor.name, partition, values, producer.send(batch));
    // The worker writes the next batch to the same bytes.
    batch.records.fill(0);
  };
  for (const burst of sending.bursts) await Promise.all(Array.from({ length: burst }, send));
}
