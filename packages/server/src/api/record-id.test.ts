import { describe, expect, it } from "vitest";
import { objectOfRecordId, toLongRecordId } from "./record-id.ts";

describe("Salesforce record ids", () => {
  it("end with three characters that tell the case of the rest", () => {
    expect(toLongRecordId("ABCDEabcdeABCDE")).toBe("ABCDEabcdeABCDE5A5");
    expect(toLongRecordId("00530000003GB2M")).toBe("00530000003GB2MAAW");
  });

  it("of 18 characters stay as they are", () => {
    expect(toLongRecordId("001000000000001AAA")).toBe("001000000000001AAA");
  });

  it("tell their object by the prefix", () => {
    expect(objectOfRecordId("001000000000001AAA")).toBe("Account");
    expect(objectOfRecordId("01t000000000001")).toBe("Product2");
    expect(objectOfRecordId("a01000000000001")).toBeNull();
    expect(objectOfRecordId("58")).toBeNull();
  });
});
