import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";

/** Turns the bytes of a request into text: unpacked, and in the encoding that the client names. */

export type RequestText =
  | { readonly text: string; readonly isUtf8: boolean }
  | { readonly problem: string };

type Headers = Readonly<Record<string, string>>;

const UNPACK: Readonly<
  Record<string, (bytes: Buffer, options: { readonly maxOutputLength: number }) => Buffer>
> = {
  gzip: gunzipSync,
  "x-gzip": gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};

const GARBLED = {
  problem: "The body cannot be decoded: its bytes are not what its headers say",
};

/** The bytes without their compression. @param lengthMax in bytes, of the body unpacked */
export function unpacked(
  bytes: Buffer,
  headers: Headers,
  lengthMax: number,
): Buffer | { readonly problem: string } {
  const encoding = (headers["content-encoding"] ?? "identity").trim().toLowerCase();
  if (encoding === "identity" || bytes.length === 0) return bytes;
  const unpack = UNPACK[encoding];
  if (unpack === undefined) return { problem: `Unsupported Content-Encoding: ${encoding}` };
  try {
    return unpack(bytes, { maxOutputLength: lengthMax });
  } catch {
    return GARBLED;
  }
}

/** The text of a body, in the charset of its content type; UTF-8 by default. */
export function requestText(bytes: Buffer, headers: Headers, lengthMax: number): RequestText {
  const plain = unpacked(bytes, headers, lengthMax);
  if (!Buffer.isBuffer(plain)) return plain;
  if (plain.length === 0) return { text: "", isUtf8: true };
  const type = headers["content-type"] ?? "";
  const charset = /charset\s*=\s*"?([\w.:-]+)/i.exec(type)?.[1] ?? "utf-8";
  try {
    return { text: new TextDecoder(charset, { fatal: true }).decode(plain), isUtf8: true };
  } catch {
    return GARBLED;
  }
}
