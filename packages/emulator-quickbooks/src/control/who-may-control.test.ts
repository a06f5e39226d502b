import { describe, expect, it } from "vitest";
import { ApiDriver } from "../testing/api-driver.ts";

const CONTROLS = [
  ["GET", "/_emulator/usage"],
  ["GET", "/_emulator/requests"],
  ["POST", "/_emulator/faults"],
  ["POST", "/_emulator/reset"],
] as const;

describe.each(CONTROLS)("%s %s", (method, url) => {
  const status = (headers: Record<string, string>): number =>
    new ApiDriver().send(method, url, "[]", headers).status;

  it.each([
    { host: "localhost:4002" },
    { host: "127.0.0.1:24002" },
    { host: "[::1]:4002" },
    { host: "localhost" },
    { host: "localhost:4002", origin: "http://localhost:4002", "sec-fetch-site": "same-origin" },
    { "sec-fetch-site": "none" },
  ])("answers a caller on this machine: %j", (headers) => {
    expect(status(headers)).toBe(200);
  });

  it.each([
    { origin: "http://evil.example" },
    { origin: "null" },
    { origin: "http://127.0.0.1:4001" },
    { "sec-fetch-site": "cross-site" },
    { host: "evil.example:4002" },
    { host: "localhost.evil.example" },
    { host: "evil.example", origin: "http://evil.example", "sec-fetch-site": "same-origin" },
  ])("refuses what a page of another site sends: %j", (headers) => {
    expect(status(headers)).toBe(403);
  });
});
