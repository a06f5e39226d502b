import { describe, expect, it } from "vitest";
import type { FieldValue } from "../records/image.ts";
import { isLoss } from "./change-guard.ts";
import { CHANGE_GUARD } from "./change-guard.ts";
import { isFarMore } from "./judge-deletion.ts";

const lost = (field: string, before: FieldValue, after: FieldValue) =>
  isLoss({ activeField: "active" }, field, { before, after });

describe("what takes something away", () => {
  it("is a value that is emptied, and a record that is made inactive", () => {
    expect(lost("phone", "1", null)).toBe(true);
    expect(lost("phone", "1", "")).toBe(true);
    expect(lost("active", true, false)).toBe(true);
  });

  it("is not another value, a first one, nothing again, or a record taken into use", () => {
    expect(lost("phone", "1", "2")).toBe(false);
    expect(lost("phone", null, "2")).toBe(false);
    expect(lost("phone", "", null)).toBe(false);
    expect(lost("active", false, true)).toBe(false);
    expect(lost("taxable", true, false)).toBe(false);
  });
});

describe("far more changes than usual", () => {
  it("are more than the number and more than the share, both", () => {
    const { changes } = CHANGE_GUARD;
    expect(isFarMore(changes, 200, 10)).toBe(false);
    expect(isFarMore(changes, 201, 1_005)).toBe(false);
    expect(isFarMore(changes, 201, 1_004)).toBe(true);
  });
});
