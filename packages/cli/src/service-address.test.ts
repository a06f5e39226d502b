import { describe, expect, it } from "vitest";
import { givenAddress, localAddress } from "./service-address.ts";

describe("the service's address", () => {
  it.each([
    [undefined, "http://localhost:4000"],
    ["", "http://localhost:4000"],
    ["4500", "http://localhost:4500"],
  ])("is found by PORT=%s", (port, address) => {
    expect(localAddress(port)).toBe(address);
  });

  it.each(["abc", "0", "65536", "80.5", "-1", "1e3"])("is refused for PORT=%s", (port) => {
    expect(() => localAddress(port)).toThrow(`PORT must be a port from 1 to 65535, not "${port}".`);
    expect(() => localAddress(port)).toThrow(expect.objectContaining({ exitCode: 2 }));
  });

  it("is taken from --url without a slash at its end", () => {
    expect(givenAddress("https://sync.example.com//")).toBe("https://sync.example.com");
  });

  it.each(["abc", "localhost:4000", "ftp://x", ""])("is refused for --url %s", (url) => {
    expect(() => givenAddress(url)).toThrow(expect.objectContaining({ exitCode: 2 }));
  });
});
