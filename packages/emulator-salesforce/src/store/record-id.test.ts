import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRecordId, recordIdAt, toLongId } from "./record-id.ts";

describe("record ids", () => {
  it("appends the checksum that known ids have", () => {
    expect(toLongId("00D000000000001")).toBe("00D000000000001EAA");
    expect(toLongId("005000000000002")).toBe("005000000000002AAA");
    expect(toLongId("001Hs00001JXVuL")).toBe("001Hs00001JXVuLIAX");
  });

  it("takes both forms and refuses a wrong checksum", () => {
    expect(parseRecordId("001Hs00001JXVuL")).toBe("001Hs00001JXVuLIAX");
    expect(parseRecordId("001Hs00001JXVuLIAX")).toBe("001Hs00001JXVuLIAX");
    expect(parseRecordId("001Hs00001JXVuLIAY")).toBeUndefined();
    expect(parseRecordId("58")).toBeUndefined();
  });

  it("finds the record of a long id whose case was lost, since the checksum keeps it", () => {
    expect(parseRecordId("001HS00001JXVULIAX")).toBe("001Hs00001JXVuLIAX");
    expect(parseRecordId("001hs00001jxvuliax")).toBe("001Hs00001JXVuLIAX");
    expect(parseRecordId("001hs00001jxvul")).not.toBe("001Hs00001JXVuLIAX");
  });

  it("gives every sequence number an id of its own that survives the way to 15 and back", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (a, b) => {
        const id = recordIdAt("001", a);
        expect(parseRecordId(id.slice(0, 15))).toBe(id);
        if (a % 62 ** 6 !== b % 62 ** 6) expect(recordIdAt("001", b)).not.toBe(id);
      }),
      { numRuns: 200 },
    );
  });
});
