import { describe, expect, it } from "vitest";
import { returnPath, signInPath } from "./return-to.ts";

describe("where a sign-in leads", () => {
  it.each(["/", "/log", "/connect/quickbooks", "/log?filter=errors"])("is back to %s", (path) => {
    expect(returnPath(path)).toBe(path);
    const { searchParams } = new URL(signInPath(path), "http://localhost:4000");
    expect(returnPath(searchParams.get("to") ?? undefined)).toBe(path);
  });

  it.each([
    undefined,
    "",
    "log",
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "/.//evil.example",
    "/x/..//evil.example",
    "javascript:alert(1)",
    "http://[",
  ])("is home instead of %j", (to) => {
    expect(returnPath(to)).toBe("/");
  });
});
