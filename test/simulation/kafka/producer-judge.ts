import type { Acknowledgement } from "../../../lib/ports/index.ts";

/** What one producer has sent to one partition. */
interface Stream {
  given: number;
  /** How many of its records are in the log, as far as they are in order. */
  written: number;
  /** How many of its records were acknowledged. */
  acknowledged: number;
  rejected: boolean;
}

/**
 * Judges a log with the numbered records of several producers: each record once, in its partition, in order and without
 * a gap; what is acknowledged is in the log; behind a rejected send everything is rejected.
 */
export class ProducerJudge {
  /** Sends that were rejected. */
  rejected = 0;
  /** Sends of which nothing was heard so far. */
  unanswered = 0;
  /** What was found wrong first. */
  violation: string | undefined;
  readonly #streams = new Map<string, Stream>();

  /** The next values that a producer sends to a partition. */
  next(producer: string, partition: number, count: number): string[] {
    const stream = this.#stream(producer, partition);
    return Array.from({ length: count }, () => `${producer} ${partition} ${stream.given++}`);
  }

  /** A record is in the log of a partition. */
  appended(partition: number, value: string): void {
    const [producer = "", meant, number] = value.split(" ");
    const stream = this.#stream(producer, Number(meant));
    if (Number(meant) !== partition) this.#note(`${value} is in partition ${partition}`);
    if (Number(number) !== stream.written) this.#note(`${value} is in the log instead of record ${stream.written}`);
    stream.written = Number(number) + 1;
  }

  /** Waits for what becomes of a send. Never rejects. */
  async outcome(
    producer: string,
    partition: number,
    values: readonly string[],
    send: Promise<Acknowledgement>,
  ): Promise<void> {
    const stream = this.#stream(producer, partition);
    this.unanswered++;
    try {
      await send;
      if (!values[0]?.endsWith(` ${stream.acknowledged}`)) this.#note(`${values[0]} was acknowledged out of turn`);
      if (stream.rejected) this.#note(`${values[0]} was acknowledged behind a rejected send`);
      stream.acknowledged += values.length;
      if (stream.written < stream.acknowledged) this.#note(`${values[0]} was acknowledged and is not in the log`);
    } catch {
      stream.rejected = true;
      this.rejected++;
    } finally {
      this.unanswered--;
    }
  }

  #stream(producer: string, partition: number): Stream {
    const key = `${producer} ${partition}`;
    const known = this.#streams.get(key) ?? { given: 0, written: 0, acknowledged: 0, rejected: false };
    this.#streams.set(key, known);
    return known;
  }

  #note(violation: string): void {
    this.violation ??= violation;
  }
}
