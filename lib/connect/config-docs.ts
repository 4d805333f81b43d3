import type { ConfigDef } from "./config-def.ts";
import { printConfigValue } from "./config-types.ts";

/** The keys of a definition as a Markdown table, in their order; internal keys are left out. */
export function configDocs(definition: ConfigDef): string {
  const rows = Object.entries(definition.keys)
    .filter(([, key]) => !key.internal)
    .map(([name, key]) => {
      const standard = key.default === undefined ? "**required**" : code(printConfigValue(key.type, key.default));
      return `| \`${name}\` | ${key.type.toLowerCase()} | ${standard} | ${cell(key.validator?.valid ?? "")} | ${cell(key.doc)} |`;
    });
  return ["| key | type | default | valid | meaning |", "| --- | --- | --- | --- | --- |", ...rows, ""].join("\n");
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");

const code = (text: string | null): string => (text === null ? "null" : `\`${text === "" ? '""' : cell(text)}\``);
