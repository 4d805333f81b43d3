import type { MeasuredTick } from "./measured-tick.ts";

/** How far the units of a connector may differ between sizes and still be called the same. */
const TOLERANCE = 0.05;

/** Few connectors share no page of a scan, whose unit is rounded up: they are not compared. */
const FEWEST = 100;

/** A Markdown table, a line a tick. */
export function toMarkdown(ticks: readonly MeasuredTick[]): string {
  const head = [
    "connectors",
    "state",
    "wall ms",
    "CPU ms",
    "requests",
    "read units",
    "write units",
    "units a connector",
    "invocations",
    "heap MiB",
    "RSS MiB",
  ];
  const rows = ticks.map((tick) => [
    String(tick.connectors),
    tick.state,
    tick.wallMs.toFixed(0),
    tick.cpuMs.toFixed(0),
    Object.entries(tick.calls)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([action, count]) => `${count} ${action}`)
      .join(", "),
    String(tick.readUnits),
    String(tick.writeUnits),
    unitsAConnector(tick).toFixed(2),
    String(tick.invocations),
    tick.heapMib.toFixed(1),
    tick.rssMib.toFixed(0),
  ]);
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** The states whose ticks cost more, or less, a connector when there are more connectors. */
export function notLinear(ticks: readonly MeasuredTick[]): string[] {
  const byState = Map.groupBy(
    ticks.filter(({ connectors }) => connectors >= FEWEST),
    ({ state }) => state,
  );
  return [...byState].flatMap(([state, group]) => {
    const units = group.map(unitsAConnector);
    return Math.max(...units) > Math.min(...units) * (1 + TOLERANCE) ? [state] : [];
  });
}

const unitsAConnector = ({ readUnits, writeUnits, connectors }: MeasuredTick): number =>
  (readUnits + writeUnits) / connectors;
