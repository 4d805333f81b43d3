import { DataError, type Schema, type SchemaAndValue } from "../../connect/index.ts";
import type { JsonOptions } from "./options.ts";
import { isJsonObject, parseJson } from "./parser.ts";
import { readSchema } from "./schema-reader.ts";
import { readSchemaless } from "./schemaless-reader.ts";
import { readValue } from "./value-reader.ts";

/** Reads what JsonConverter wrote; remembers the schemas that it saw last. */
export class JsonDecoder {
  readonly #options: JsonOptions;
  readonly #cacheSize: number;
  readonly #schemas = new Map<string, Schema | null>();

  /** @param cacheSize How many schemas to remember. */
  constructor(options: JsonOptions, cacheSize: number) {
    this.#options = options;
    this.#cacheSize = cacheSize;
  }

  /** @throws DataError if the bytes are no JSON, no envelope where there should be one, or the payload does not fit. */
  decode(bytes: Uint8Array | null): SchemaAndValue {
    if (bytes === null) return { schema: null, value: null };
    const document = parseJson(textOf(bytes));
    if (!this.#options.schemas) return { schema: null, value: readSchemaless(document) };
    if (!isJsonObject(document) || document.members.size !== 2 || !document.members.has("schema")) {
      throw new DataError(NO_ENVELOPE);
    }
    const payload = document.members.get("payload");
    if (payload === undefined) throw new DataError(NO_ENVELOPE);
    const schema = this.#schema(document.texts.get("schema") ?? "", () =>
      readSchema(document.members.get("schema"), this.#options),
    );
    return { schema, value: readValue(schema, payload, this.#options) };
  }

  #schema(text: string, read: () => Schema | null): Schema | null {
    const known = this.#schemas.get(text);
    const schema = known === undefined ? read() : known;
    this.#schemas.delete(text);
    this.#schemas.set(text, schema);
    for (const oldest of this.#schemas.keys()) {
      if (this.#schemas.size <= this.#cacheSize) break;
      this.#schemas.delete(oldest);
    }
    return schema;
  }
}

const NO_ENVELOPE =
  'JsonConverter with schemas.enable=true reads a JSON object of exactly "schema" and "payload"; for plain JSON set schemas.enable=false';

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function textOf(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new DataError("Not JSON: the bytes are not UTF-8", { cause });
  }
}
