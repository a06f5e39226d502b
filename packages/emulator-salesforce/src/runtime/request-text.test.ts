import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { requestText } from "./request-text.ts";

const MAX = 1_000;
const text = '{"Name":"Müller & Söhne 💶"}';

describe("the text of a request", () => {
  it.each([
    ["plain", Buffer.from(text), {}],
    ["gzip", gzipSync(text), { "content-encoding": "gzip" }],
    ["deflate", deflateSync(text), { "content-encoding": "deflate" }],
    ["brotli", brotliCompressSync(text), { "content-encoding": "br" }],
    [
      "UTF-16",
      Buffer.from(text, "utf16le"),
      { "content-type": "application/json; charset=utf-16le" },
    ],
  ])("comes out of %s bytes", (_name, bytes, headers) => {
    expect(requestText(bytes, headers, MAX)).toMatchObject({ text });
  });

  it("is in the charset that the client names", () => {
    const headers = { "content-type": "application/json;charset=ISO-8859-1" };
    expect(requestText(Buffer.from("é", "latin1"), headers, MAX)).toMatchObject({ text: "é" });
  });

  it.each([
    ["bytes that are no UTF-8", Buffer.from([0x22, 0xe9, 0x22]), {}],
    ["a broken archive", Buffer.from("no archive"), { "content-encoding": "gzip" }],
    [
      "an archive that unpacks beyond the limit",
      gzipSync("x".repeat(2_000)),
      { "content-encoding": "gzip" },
    ],
    ["an unknown encoding", Buffer.from(text), { "content-encoding": "zstd-x" }],
    [
      "an unknown charset",
      Buffer.from(text),
      { "content-type": "application/json; charset=nonsense" },
    ],
  ])("is refused for %s", (_name, bytes, headers) => {
    expect(requestText(bytes, headers, MAX)).toHaveProperty("problem");
  });
});
