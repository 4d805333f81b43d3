import { OPTIONAL_BYTES_SCHEMA, BYTES_SCHEMA, STRING_SCHEMA } from "../../../lib/connect/index.ts";
import { byteArrayConverter } from "../../../lib/converters/index.ts";
import { converterContract } from "../../contracts/converter.ts";

converterContract({
  plugin: byteArrayConverter,
  samples: [
    {
      schema: BYTES_SCHEMA,
      value: Uint8Array.of(1, 2),
      readAs: { schema: OPTIONAL_BYTES_SCHEMA, value: Uint8Array.of(1, 2) },
    },
    { schema: null, value: new Uint8Array(), readAs: { schema: OPTIONAL_BYTES_SCHEMA, value: new Uint8Array() } },
  ],
  refuses: { schema: STRING_SCHEMA, value: "text" },
});
