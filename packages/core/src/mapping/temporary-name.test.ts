import { describe, expect, it } from "vitest";
import { isTemporaryName, temporaryName } from "./temporary-name.ts";

describe("a temporary name", () => {
  it("says what it is for and whose it is, and is told again", () => {
    const name = temporaryName("Cool Cars", "58");
    expect(name).toBe("Cool Cars (renaming 58)");
    expect(isTemporaryName(name, "58")).toBe(true);
    expect(isTemporaryName(name, "8")).toBe(false);
    expect(isTemporaryName("Cool Cars", "58")).toBe(false);
    expect(isTemporaryName(null, "58")).toBe(false);
  });

  it("fits where the wanted name just fits", () => {
    const name = temporaryName("x".repeat(100), "1234");
    expect(name).toHaveLength(100);
    expect(isTemporaryName(name, "1234")).toBe(true);
  });
});
