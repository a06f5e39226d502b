import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "../metering/rate-limits.ts";
import { readOptions, USAGE, type EmulatorOptions } from "./options.ts";

const read = (line: string): EmulatorOptions => {
  const options = readOptions(line.split(" ").filter((word) => word !== ""));
  if (options === "help" || "problem" in options) throw new Error(JSON.stringify(options));
  return options;
};

describe("the command line", () => {
  it("without options stands on port 4002, with every limit in force and nobody listening", () => {
    const { settings, ...place } = read("");
    expect(place).toEqual({
      host: "localhost",
      port: 4002,
      dataFolder: ".accord/quickbooks",
      webhookUrl: undefined,
    });
    expect(settings).toMatchObject({
      clientId: "demo",
      rateLimits: true,
      limits: DEFAULT_LIMITS,
      refreshTokenRotation: "every-refresh",
      requestIdMemoryMs: 86_400_000,
    });
    expect(settings.webhooks).toBeUndefined();
    expect(settings.redirectUris).toBeUndefined();
  });

  it("sets up apps, webhooks, limits and memories", () => {
    const { settings } = read(
      "--app other:se:cret --app third:x --redirect-uri http://a.example/cb --webhook-url http://b.example/w --webhook-format legacy --hold-events --limit requestsPerSecond=40 --limit requestsPerMinute=none --requestid-memory-ms 5 --requestid-reuse refuse --refresh-rotation daily",
    );
    expect(settings).toMatchObject({
      otherApps: [
        { id: "other", secret: "se:cret" },
        { id: "third", secret: "x" },
      ],
      redirectUris: ["http://a.example/cb"],
      webhooks: {
        verifierToken: "demo-verifier",
        aggregateMs: 200,
        format: "legacy",
        holdDuringRetry: true,
      },
      limits: { ...DEFAULT_LIMITS, requestsPerSecond: 40, requestsPerMinute: null },
      requestIdMemoryMs: 5,
      requestIdReuse: "refuse",
      refreshTokenRotation: "daily",
    });
  });

  it.each([
    ["--port many", "--port many is no port number"],
    ["--port 65536", "is no port number"],
    ["--port 0x10", "is no port number"],
    ["--aggregate-ms soon", "--aggregate-ms soon is no time"],
    ["--aggregate-ms=-1", "is no time"],
    ["--webhook-url nowhere", "is no address"],
    ["--webhook-url ftp://a.example", "is no address"],
    ["--redirect-uri nowhere", "is no address"],
    ["--webhook-format xml", "is none of cloudevents, legacy"],
    ["--refresh-rotation never", "is none of every-refresh, daily"],
    ["--requestid-reuse maybe", "is none of replay, refuse"],
    ["--app other", "is not of the form ID:SECRET"],
    ["--app :secret", "is not of the form ID:SECRET"],
    ["--limit requestsPerSecond", "is not of the form NAME=N"],
    ["--limit perSecond=5", "is not of the form NAME=N"],
    ["--limit requestsPerSecond=-5", "is not of the form NAME=N"],
    ["--nonsense", "--nonsense"],
    ["--limit", "--limit"],
  ])("is refused with the reason: %s", (line, problem) => {
    expect(readOptions(line.split(" "))).toEqual({
      problem: expect.stringContaining(problem) as string,
    });
  });

  it("explains every option that it takes", () => {
    expect(readOptions(["--help"])).toBe("help");
    for (const name of Object.keys(DEFAULT_LIMITS)) expect(USAGE).toContain(name);
    for (const line of USAGE.split("\n")) expect(line.length).toBeLessThanOrEqual(110);
  });
});
