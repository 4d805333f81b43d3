import { describe, expect, test } from "vitest";
import {
  ConfigError,
  type ConfigProps,
  type Converter,
  type ConverterPlugin,
  DataError,
  type HeaderConverter,
  isEqualSchema,
  isEqualValue,
  type Schema,
  STRING_SCHEMA,
} from "../../lib/connect/index.ts";

/** A value that a converter writes, and what it reads from those bytes. */
export interface ConverterSample {
  readonly schema: Schema | null;
  readonly value: unknown;
  readonly readAs: { readonly schema: Schema | null; readonly value: unknown };
}

/** What one converter promises beyond the contract. */
export interface ConverterContract {
  readonly plugin: ConverterPlugin;
  readonly samples: readonly [ConverterSample, ConverterSample, ...ConverterSample[]];
  /** A value that it refuses. */
  readonly refuses?: { readonly schema: Schema | null; readonly value: unknown };
  /** A configuration that it refuses, and the key that its error names. */
  readonly refusesConfig?: { readonly props: ConfigProps; readonly key: string };
}

const TOPIC = "employees";

/** What every converter does, whatever it writes: called by the test of each. */
export function converterContract({ plugin, samples, refuses, refusesConfig }: ConverterContract): void {
  const create = (): Converter & HeaderConverter => plugin.create({ "converter.type": "value" }, "value");
  const encode = async (converter: Converter, sample: ConverterSample): Promise<Uint8Array | null> =>
    (await converter.compile(TOPIC, sample.schema)).encode(sample.value);

  describe(`${plugin.className} keeps the converters' contract`, () => {
    test("no schema and no value are no bytes, and no bytes are no value", async () => {
      const converter = create();
      expect((await converter.compile(TOPIC, null)).encode(null)).toBeNull();
      expect((await converter.toConnectData(TOPIC, null)).value).toBeNull();
      expect(converter.fromConnectHeader(TOPIC, "h", null, null)).toBeNull();
      expect(converter.toConnectHeader(TOPIC, "h", null).value).toBeNull();
    });

    test.each(samples)("reads $value of schema $schema.type as promised", async (sample) => {
      const converter = create();
      const { schema, value } = await converter.toConnectData(TOPIC, await encode(converter, sample));
      expect(isEqualSchema(schema, sample.readAs.schema)).toBe(true);
      expect(isEqualValue(value, sample.readAs.value)).toBe(true);
    });

    test.each(samples)("writes $value of schema $schema.type into a header as into a value", async (sample) => {
      const converter = create();
      const header = converter.fromConnectHeader(TOPIC, "h", sample.schema, sample.value);
      expect(header).toEqual(await encode(converter, sample));
      const { schema, value } = converter.toConnectHeader(TOPIC, "h", header);
      expect(isEqualSchema(schema, sample.readAs.schema)).toBe(true);
      expect(isEqualValue(value, sample.readAs.value)).toBe(true);
    });

    test("bytes handed out stay as they are, whatever is written later", async () => {
      const converter = create();
      const [first, second] = samples;
      const bytes = await encode(converter, first);
      const copy = Uint8Array.from(bytes ?? []);
      for (let i = 0; i < 3000; i++) await encode(converter, i % 2 === 0 ? first : second);
      expect(Buffer.from(bytes ?? []).equals(copy)).toBe(true);
    });

    if (refuses) {
      test("a value that does not fit is a DataError, and the next one is written none the worse", async () => {
        const converter = create();
        const [sample] = samples;
        const before = await encode(converter, sample);
        const encoder = await converter.compile(TOPIC, refuses.schema);
        expect(() => encoder.encode(refuses.value)).toThrow(DataError);
        expect(await encode(converter, sample)).toEqual(before);
      });
    }

    if (refusesConfig) {
      test("a wrong configuration is a ConfigError that names the key", () => {
        expect(() => plugin.create(refusesConfig.props, "value")).toThrow(ConfigError);
        expect(() => plugin.create(refusesConfig.props, "value")).toThrow(refusesConfig.key);
      });
    }

    test("every key of its configuration is documented", () => {
      for (const [name, key] of Object.entries(plugin.config.keys)) expect(`${name}: ${key.doc}`).toMatch(/: .+\.$/);
    });

    test("it knows Kafka Connect's name of it", () => {
      expect(plugin.className).toMatch(/^org\.apache\.kafka\.connect\.[a-z.]+\.[A-Z]\w+Converter$/);
    });
  });
}

/** A text and itself, for converters that read what they wrote. */
export const sameText = (text: string): ConverterSample => ({
  schema: STRING_SCHEMA,
  value: text,
  readAs: { schema: STRING_SCHEMA, value: text },
});
