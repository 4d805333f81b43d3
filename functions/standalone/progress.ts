import { MultiBar, Presets, type SingleBar } from "cli-progress";
import type { TaskAdvance } from "../../lib/worker/index.ts";

/** A task as its bar shows it. */
export interface TaskBar {
  readonly label: string;
  /** Records that it will send, as far as that is known before. */
  readonly total: number;
}

/** Shows how far tasks are. */
export interface Progress {
  advance(advance: TaskAdvance): void;
  /** Ends the display; what is written afterwards stands below it. */
  stop(): void;
}

const PLAIN_LINE_EVERY_MS = 1_000;

/** A bar a task on a terminal, a plain line a second elsewhere. @param now Milliseconds, for rates. */
export function showProgress(tasks: readonly TaskBar[], terminal: boolean, now: () => number): Progress {
  return terminal ? bars(tasks, now) : lines(tasks, now);
}

function bars(tasks: readonly TaskBar[], now: () => number): Progress {
  const width = Math.max(...tasks.map(({ label }) => label.length));
  const multi = new MultiBar(
    {
      format: `  {label} {bar} {value}/{total} rows  {rate} rows/s  {topic}`,
      clearOnComplete: false,
      hideCursor: true,
      autopadding: true,
      fps: 10,
    },
    Presets.shades_grey,
  );
  const start = now();
  const shown = tasks.map(({ label, total }): SingleBar =>
    multi.create(total, 0, { label: label.padEnd(width), rate: "-", topic: "" }),
  );
  return {
    advance({ task, records, topic }) {
      const bar = shown[task];
      if (records > (bar?.getTotal() ?? 0)) bar?.setTotal(records);
      bar?.update(records, { rate: rateOf(records, now() - start), topic });
    },
    stop: () => multi.stop(),
  };
}

function lines(tasks: readonly TaskBar[], now: () => number): Progress {
  const start = now();
  const last = new Map<number, number>();
  const write = ({ task, records, topic }: TaskAdvance): void => {
    const { total = 0 } = tasks[task] ?? {};
    const rate = rateOf(records, now() - start);
    process.stdout.write(`  task ${task}: ${records}/${Math.max(total, records)} rows, ${rate} rows/s, ${topic}\n`);
  };
  return {
    advance(advance) {
      const complete = advance.records >= (tasks[advance.task]?.total ?? 0);
      if (!complete && now() - (last.get(advance.task) ?? start) < PLAIN_LINE_EVERY_MS) return;
      last.set(advance.task, now());
      write(advance);
    },
    stop: () => undefined,
  };
}

const rateOf = (records: number, ms: number): string => Math.round((records * 1000) / Math.max(1, ms)).toString();
