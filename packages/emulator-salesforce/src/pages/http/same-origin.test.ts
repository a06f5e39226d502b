import { describe, expect, it } from "vitest";
import { isSameOrigin } from "./same-origin.ts";

const check = (headers: Readonly<Record<string, string>>): boolean =>
  isSameOrigin({
    method: "POST",
    url: "/",
    headers: { host: "localhost:4001", ...headers },
    body: "",
  });

describe("a request that changes something", () => {
  it("is taken from our own pages and from programs", () => {
    expect(check({ origin: "http://localhost:4001", "sec-fetch-site": "same-origin" })).toBe(true);
    expect(check({})).toBe(true);
  });

  it.each([
    { origin: "http://evil.example" },
    { origin: "http://localhost:4002" },
    { origin: "null" },
    { origin: "http://localhost:4001", "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
  ])("is refused with %o", (headers) => {
    expect(check(headers)).toBe(false);
  });
});
