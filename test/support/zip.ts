import { crc32 } from "node:zlib";

const fields = (...pairs: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer =>
  Buffer.concat(
    pairs.map(([bytes, value]) => {
      const buffer = Buffer.alloc(bytes);
      buffer.writeUIntLE(value, 0, bytes);
      return buffer;
    }),
  );

/** A zip archive with one file, not compressed: what Lambda takes as code. */
export function zipOf(name: string, text: string): Buffer {
  const [nameBytes, data] = [Buffer.from(name), Buffer.from(text)];
  const version = [2, 20] as const;
  const noFlags = [2, 0] as const;
  const stored = [2, 0] as const;
  const dosTime = [2, 0] as const;
  const dosDate = [2, 0x21] as const;
  const sizes = [
    [4, crc32(data)],
    [4, data.length],
    [4, data.length],
    [2, nameBytes.length],
    [2, 0],
  ] as const;
  const common = [version, noFlags, stored, dosTime, dosDate, ...sizes] as const;
  const local = Buffer.concat([fields([4, 0x04034b50], ...common), nameBytes, data]);
  const rest = [
    [2, 0],
    [2, 0],
    [2, 0],
    [4, 0o100644 * 2 ** 16],
    [4, 0],
  ] as const;
  const directory = Buffer.concat([fields([4, 0x02014b50], [2, 0x31e], ...common, ...rest), nameBytes]);
  const end = fields([4, 0x06054b50], [4, 0], [2, 1], [2, 1], [4, directory.length], [4, local.length], [2, 0]);
  return Buffer.concat([local, directory, end]);
}
