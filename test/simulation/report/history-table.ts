import Table from "cli-table3";
import type { HistoryEntry } from "../history.ts";
import type { RunResult } from "../run.ts";
import { BEGIN } from "../world.ts";
import { shortened } from "./shortened.ts";

const WIDTHS = { call: 46, answer: 44 };

/** The history of a run as people read it: one line a call, with its answer and what went wrong with it. */
export function historyTable({ history, violation }: RunResult): string {
  const table = new Table({
    head: ["s", "call", "who", "what", "answer"],
    style: { head: [], border: [], compact: true },
    wordWrap: true,
  });
  for (const entry of history?.entries ?? []) table.push(row(entry));
  if (violation) {
    table.push([
      seconds(BEGIN + violation.time),
      "",
      "judge",
      { colSpan: 2, content: `${violation.rule}: ${violation.detail}` },
    ]);
  }
  return table.toString();
}

function row(entry: HistoryEntry): string[] {
  const { time, call, actor, name, args, fault } = entry;
  const what = `${name} ${args.map(shortened).join(" ")}`.trim();
  return [seconds(time), call === undefined ? "" : String(call), actor, clip(what, WIDTHS.call), answer(entry, fault)];
}

function answer({ time, call, answer: given }: HistoryEntry, fault: string | undefined): string {
  if (call === undefined) return "";
  const wrong = fault ? `[${fault}] ` : "";
  if (!given) return `${wrong}no answer`;
  const after = given.time - time > 1_000 ? ` after ${seconds(BEGIN + given.time - time)} s` : "";
  return clip(`${wrong}${shortened(given.value)}`, WIDTHS.answer - after.length) + after;
}

const seconds = (time: number): string => ((time - BEGIN) / 1_000).toFixed(3);

const clip = (text: string, width: number): string => (text.length > width ? `${text.slice(0, width - 1)}…` : text);
