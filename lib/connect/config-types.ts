/** The TypeScript type of each configuration type. LONG is a bigint: it may be an id as well as a duration. */
export interface ConfigTypes {
  readonly BOOLEAN: boolean;
  readonly STRING: string;
  readonly INT: number;
  readonly SHORT: number;
  readonly LONG: bigint;
  readonly DOUBLE: number;
  readonly LIST: readonly string[];
  readonly CLASS: string;
  readonly PASSWORD: Password;
}

export type ConfigType = keyof ConfigTypes;

/** A secret: prints as `[hidden]` wherever it ends up by mistake. */
export class Password {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The secret itself, for the one place that needs it. */
  get value(): string {
    return this.#value;
  }

  toString(): string {
    return "[hidden]";
  }

  toJSON(): string {
    return "[hidden]";
  }
}

type Parsed = { readonly value: unknown; readonly error?: undefined } | { readonly error: string };

/** Not the hexadecimal, octal and binary numbers that JavaScript reads too. */
const DECIMAL_NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

const LIMITS = { SHORT: 2n ** 15n, INT: 2n ** 31n, LONG: 2n ** 63n } as const;

/** Reads a value as its type says; strings are trimmed first, as Kafka's `ConfigDef.parseType` does. */
export function parseConfigValue(type: ConfigType, given: string | null): Parsed {
  if (given === null) return { value: null };
  const text = given.trim();
  switch (type) {
    case "BOOLEAN":
      if (!/^(true|false)$/i.test(text)) return { error: "Expected value to be either true or false" };
      return { value: text.toLowerCase() === "true" };
    case "SHORT":
    case "INT":
    case "LONG":
      return parseInteger(type, text);
    case "DOUBLE":
      if (!DECIMAL_NUMBER.test(text)) return { error: "Not a number of type DOUBLE" };
      return { value: Number(text) };
    case "LIST":
      return { value: text === "" ? [] : text.split(/\s*,\s*/) };
    case "PASSWORD":
      return { value: new Password(text) };
    case "STRING":
    case "CLASS":
      return { value: text };
    default:
      return type satisfies never;
  }
}

function parseInteger(type: keyof typeof LIMITS, text: string): Parsed {
  if (!/^[+-]?\d+$/.test(text)) return { error: `Not a number of type ${type}` };
  const value = BigInt(text.replace(/^\+/, ""));
  if (value >= LIMITS[type] || value < -LIMITS[type]) return { error: `Not a number of type ${type}` };
  return { value: type === "LONG" ? value : Number(value) };
}

/** A parsed value as text, as REST answers and documentation show it; null if there is none. */
export function printConfigValue(type: ConfigType, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (type === "PASSWORD") return "[hidden]";
  if (Array.isArray(value)) return value.join(",");
  return typeof value === "string"
    ? value
    : JSON.stringify(value, (_, x: unknown) => (typeof x === "bigint" ? JSON.rawJSON(x.toString()) : x));
}
