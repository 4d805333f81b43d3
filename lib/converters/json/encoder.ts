import type { Schema, ValueEncoder } from "../../connect/index.ts";
import { ByteSlab } from "./byte-slab.ts";
import type { JsonOptions } from "./options.ts";
import { writeSchema } from "./schema-writer.ts";
import { valueWriter } from "./value-writer.ts";
import { writeAscii, writeBytes } from "./write-ascii.ts";

/** Compiles encoders that share one slab: encoding ends before it returns, so no two ever write at once. */
export class JsonEncoderCompiler {
  readonly #options: JsonOptions;
  readonly #slab = new ByteSlab();

  constructor(options: JsonOptions) {
    this.#options = options;
  }

  /** @throws DataError if the schema can't be written, which is so when its default can't. */
  compile(schema: Schema | null): ValueEncoder {
    const slab = this.#slab;
    const write = valueWriter(schema, this.#options);
    const [head, tail] = this.#options.schemas ? [this.#head(schema), "}"] : [new Uint8Array(), ""];
    return {
      encode(value) {
        if (schema === null && (value === null || value === undefined)) return null;
        slab.begin();
        writeBytes(slab, head);
        write(slab, value);
        writeAscii(slab, tail);
        return slab.take();
      },
    };
  }

  /** The envelope up to the payload, which is the same for every value of a schema. */
  #head(schema: Schema | null): Uint8Array {
    const out = new ByteSlab(1024);
    writeAscii(out, '{"schema":');
    if (schema) writeSchema(out, schema, this.#options);
    else writeAscii(out, "null");
    writeAscii(out, ',"payload":');
    return Uint8Array.from(out.take());
  }
}
