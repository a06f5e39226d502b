import { describe, expect, it } from "vitest";
import { createTestCli } from "../../test/test-cli.ts";

describe("accord pause and resume", () => {
  it("pause a system, and say who did", async () => {
    const cli = createTestCli();
    const { code, out } = await cli.run("pause", "quickbooks");
    expect(code).toBe(0);
    expect(out).toContain("is paused by Operator since 2026-11-23 10:20:30 UTC.");
    expect(cli.app.engine.asked.at(-1)).toEqual(["pauseConnection", "quickbooks", "Operator"]);
  });

  it("have it go on, as JSON too", async () => {
    const cli = createTestCli();
    const { out } = await cli.run("resume", "quickbooks", "--json");
    expect(JSON.parse(out)).toMatchObject({ id: "quickbooks", paused: null });
    expect(cli.app.engine.asked.at(-1)).toEqual(["resumeConnection", "quickbooks", "Operator"]);
  });

  it("refuse a system that there is not", async () => {
    const { code, err } = await createTestCli().run("pause", "xero");
    expect(code).toBe(2);
    expect(err).toContain("There is no system xero: name salesforce or quickbooks.");
  });
});
