import { promisify } from "node:util";
import { constants, gzip, zstdCompress } from "node:zlib";

export const compressionTypes = ["none", "gzip", "zstd"] as const;

export type CompressionType = (typeof compressionTypes)[number];

/** How a batch's records section is compressed: the codec's id in the batch's attributes, and its work. */
export interface Compression {
  readonly id: number;
  /** undefined: the records go as they are. */
  readonly compress: ((records: Uint8Array) => Promise<Uint8Array>) | undefined;
}

const gzipAsync = promisify(gzip);
const zstdAsync = promisify(zstdCompress);

/** Compression by Node's own zlib, in its threads. Levels as Kafka's `compression.gzip.level` and `compression.zstd.level`. */
export function createCompression(
  type: CompressionType,
  levels: { readonly gzip: number; readonly zstd: number },
): Compression {
  switch (type) {
    case "none":
      return { id: 0, compress: undefined };
    case "gzip":
      return { id: 1, compress: (records) => gzipAsync(records, { level: levels.gzip }) };
    case "zstd": {
      const params = { [constants.ZSTD_c_compressionLevel]: levels.zstd };
      return { id: 4, compress: (records) => zstdAsync(records, { params, pledgedSrcSize: records.length }) };
    }
    default:
      return type satisfies never;
  }
}
