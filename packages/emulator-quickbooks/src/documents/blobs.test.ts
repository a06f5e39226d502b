import { describe, expect, it } from "vitest";
import { BlobsFullError, MemoryBlobs } from "./blobs.ts";

describe("bytes in memory", () => {
  it("have a bound, are kept once, and are not the caller's", () => {
    const blobs = new MemoryBlobs(10);
    const bytes = Buffer.from("12345678");
    const digest = blobs.put(bytes);
    bytes.fill(0);
    expect(Buffer.from(blobs.get(digest) ?? "").toString()).toBe("12345678");
    expect(blobs.put(Buffer.from("12345678"))).toBe(digest);
    expect(() => blobs.put(Buffer.from("abc"))).toThrow(BlobsFullError);
    expect(blobs.put(Buffer.from("ab"))).toHaveLength(64);
  });
});
