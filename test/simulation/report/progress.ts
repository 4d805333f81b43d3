import type { Unit, UnitResult } from "../explore/unit.ts";

const TITLES: Readonly<Record<Unit["kind"], string>> = {
  single: "single faults",
  pairs: "pairs",
  chance: "by chance",
};

/** Prints a line for each scenario and way of trying, once it is through. */
export class Progress {
  readonly #write: (text: string) => void;
  #line: { readonly unit: Unit; runs: number; possible: number; findings: number } | undefined;
  runs = 0;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  add(unit: Unit, { runs, possible, findings }: UnitResult): void {
    const line = this.#line;
    if (line?.unit.kind !== unit.kind || line.unit.scenario !== unit.scenario) this.end();
    this.#line ??= { unit, runs: 0, possible: 0, findings: 0 };
    this.#line.runs += runs;
    this.#line.possible += possible;
    this.#line.findings += findings.length;
    this.runs += runs;
  }

  /** Prints the last line. */
  end(): void {
    if (!this.#line) return;
    const { unit, runs, possible, findings } = this.#line;
    this.#line = undefined;
    const of = unit.kind === "pairs" ? ` of ${possible}` : "";
    const broken = findings > 0 ? `, ${findings} broke a rule` : "";
    this.#write(`${TITLES[unit.kind].padEnd(14)} ${unit.scenario.padEnd(24)} ${runs}${of} runs${broken}\n`);
  }
}
