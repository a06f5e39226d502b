import { describe, expect, it } from "vitest";
import { createFakeEngine } from "../../test/fake-engine.ts";
import { createTestApp, operator } from "../../test/test-app.ts";
import { countBugs } from "./bug-count.ts";

const quiet = { info: () => {}, warn: () => {}, error: () => {} };

describe("the count of bugs", () => {
  it("counts errors alone, passes everything on, and knows the last one", () => {
    const written: string[] = [];
    const write = (level: string) => (message: string) => void written.push(`${level} ${message}`);
    const now = { ms: Date.UTC(2026, 10, 23, 10, 0, 0) };
    const bugs = countBugs(
      { info: write("info"), warn: write("warn"), error: write("error") },
      () => now.ms,
    );
    expect(bugs.view()).toEqual({ sinceStart: 0, lastAt: null, last: null });
    bugs.log.info("started");
    bugs.log.error("a loop met a bug of ours", { loop: "sweep" });
    bugs.log.warn("slow");
    now.ms += 5000;
    bugs.log.error("a pass ended with a bug of ours");
    expect(bugs.view()).toEqual({
      sinceStart: 2,
      lastAt: "2026-11-23T10:00:05.000Z",
      last: "a pass ended with a bug of ours",
    });
    expect(written).toHaveLength(4);
  });

  it("shows in the status and in the metrics while the service stays healthy", async () => {
    const bugs = countBugs(quiet, () => Date.UTC(2026, 10, 23));
    const engine = createFakeEngine({ listRuns: () => Promise.reject(new Error("a bug")) });
    const { app } = createTestApp({ log: bugs.log, bugs: () => bugs.view() }, engine);
    const get = (url: string) => app.inject({ url, headers: operator });
    expect((await get("/api/v1/status")).json().bugs.sinceStart).toBe(0);
    expect((await get("/api/v1/sync-runs")).statusCode).toBe(500);
    expect((await get("/api/v1/status")).json().bugs).toEqual({
      sinceStart: 1,
      lastAt: "2026-11-23T00:00:00.000Z",
      last: "A request failed inside the service",
    });
    expect((await get("/metrics")).body).toContain("\naccord_bugs_total 1\n");
    expect((await get("/healthz")).statusCode).toBe(200);
  });
});
