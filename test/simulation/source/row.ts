/** What a record's value says: which row it is, and who read it how. */
export interface Row {
  readonly connector: string;
  readonly table: string;
  /** From 1. */
  readonly number: number;
  /** `marker` of the task configuration that the reading task ran with. */
  readonly marker: string;
  /** Name of the invocation that read it. */
  readonly reader: string;
}

export const printRow = ({ connector, table, number, marker, reader }: Row): string =>
  `${connector}|${table}|${number}|${marker}|${reader}`;

export function parseRow(text: string): Row {
  const [connector = "", table = "", number = "", marker = "", reader = ""] = text.split("|");
  return { connector, table, number: Number(number), marker, reader };
}
