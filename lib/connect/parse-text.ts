import { aligned, commonSchema } from "./common-schema.ts";
import { DataError } from "./errors.ts";
import { parseNumber } from "./parse-number.ts";
import { parseTemporal } from "./parse-temporal.ts";
import type { Schema, SchemaAndValue } from "./schema.ts";
import { SchemaBuilder } from "./schema-builder.ts";
import { BOOLEAN_SCHEMA, STRING_SCHEMA } from "./schemas.ts";

const NULL: SchemaAndValue = { schema: null, value: null };
const MAX_DEPTH = 100;

/**
 * The value that a text most likely stands for (Kafka Connect's `Values.parseString`, connect.md §2.6): null, booleans,
 * numbers, dates, and lists and maps of them; whatever else is the STRING that it is. Never throws. Like Kafka Connect
 * it looks at the first value only: `14:34` is 14.
 */
export function parseText(text: string): SchemaAndValue {
  if (text === "") return { schema: STRING_SCHEMA, value: text };
  try {
    const parsed = new TextParser(text).value(false);
    if (parsed) return parsed;
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
  }
  return { schema: STRING_SCHEMA, value: text };
}

/** Works on the tokens of a text: delimiters, and what stands between them; a backslash takes a delimiter's meaning. */
class TextParser {
  readonly #tokens: readonly string[];
  #next = 0;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = text.match(/(?:\\[\s\S]|[^\\:,{}[\]"])+|[:,{}[\]"]|\\$/g) ?? [];
  }

  /** @throws DataError for a list or map that is none, or an element that is neither quoted nor a value. */
  value(isElement: boolean): SchemaAndValue | undefined {
    if (isElement && this.#take('"')) return this.#quoted();
    if (this.#take("null")) return NULL;
    if (this.#take("true")) return { schema: BOOLEAN_SCHEMA, value: true };
    if (this.#take("false")) return { schema: BOOLEAN_SCHEMA, value: false };
    if (this.#take("[")) return this.#nested(() => this.#list());
    if (this.#take("{")) return this.#nested(() => this.#map());
    const parsed = this.#temporal() ?? this.#number();
    if (!parsed && isElement) throw new DataError("An element is neither quoted nor a value");
    return parsed;
  }

  /** Dates are one token, times and timestamps five: a colon delimits. */
  #temporal(): SchemaAndValue | undefined {
    for (const count of [5, 1].filter((count) => this.#next + count <= this.#tokens.length)) {
      const text = this.#tokens
        .slice(this.#next, this.#next + count)
        .join("")
        .trim();
      const parsed = parseTemporal(text);
      if (parsed) {
        this.#next += count;
        return parsed;
      }
    }
    return undefined;
  }

  /** Unlike Java's decimals, the text of a number begins with a digit or a sign. */
  #number(): SchemaAndValue | undefined {
    const text = this.#tokens[this.#next++]?.trim() ?? "";
    return text.startsWith(".") ? undefined : parseNumber(text);
  }

  #quoted(): SchemaAndValue {
    let content = "";
    while (this.#next < this.#tokens.length) {
      const token = this.#tokens[this.#next++] ?? "";
      if (token === '"') break;
      content += token;
    }
    return parseTemporal(content) ?? { schema: STRING_SCHEMA, value: content };
  }

  #nested(parse: () => SchemaAndValue): SchemaAndValue {
    if (++this.#depth > MAX_DEPTH) throw new DataError(`Text is nested more than ${MAX_DEPTH} levels deep`);
    const parsed = parse();
    this.#depth--;
    return parsed;
  }

  #list(): SchemaAndValue {
    const elements: SchemaAndValue[] = [];
    while (!this.#take("]")) {
      elements.push(this.#element());
      if (!this.#take(",") && !this.#isNext("]")) throw new DataError("Two elements of a list have no comma between");
    }
    const common = commonOf(elements);
    const schema = common ? SchemaBuilder.array(common) : SchemaBuilder.untyped("ARRAY");
    return { schema: schema.build(), value: aligned(elements, common) };
  }

  #map(): SchemaAndValue {
    const keys: SchemaAndValue[] = [];
    const values: SchemaAndValue[] = [];
    while (!this.#take("}")) {
      const key = this.#element();
      if (key.value === null || !this.#take(":")) throw new DataError("An entry of a map has no key");
      keys.push(key);
      values.push(this.#element());
      this.#take(",");
    }
    const [keySchema, valueSchema] = [commonOf(keys), commonOf(values)];
    const alignedValues = aligned(values, valueSchema);
    const schema = SchemaBuilder.untyped("MAP", keySchema, valueSchema).build();
    return { schema, value: new Map(aligned(keys, keySchema).map((key, i) => [key, alignedValues[i]])) };
  }

  #element(): SchemaAndValue {
    const element = this.#isNext(",") || this.#next >= this.#tokens.length ? undefined : this.value(true);
    if (!element) throw new DataError("An element of a list or map is missing");
    return element;
  }

  #take(token: string): boolean {
    const at = this.#positionOf(token);
    if (at !== undefined) this.#next = at + 1;
    return at !== undefined;
  }

  #isNext(token: string): boolean {
    return this.#positionOf(token) !== undefined;
  }

  /** Where that token stands, if nothing but white space comes before it. */
  #positionOf(token: string): number | undefined {
    let at = this.#next;
    while (this.#tokens[at]?.trim() === "") at++;
    return this.#tokens[at]?.trim() === token ? at : undefined;
  }
}

const commonOf = (elements: readonly SchemaAndValue[]): Schema | undefined => {
  let common: Schema | undefined;
  for (const element of elements) common = commonSchema(common, element);
  return common;
};
