import { describe, expect, it } from "vitest";
import { createTestApp, operator, orgToken } from "../../test/test-app.ts";

describe("GET /healthz", () => {
  it("answers 503 until the ledger is open and 200 from then on", async () => {
    let ready = false;
    const { app } = createTestApp({ isReady: () => ready });
    expect((await app.inject("/healthz")).statusCode).toBe(503);
    ready = true;
    const answer = await app.inject("/healthz");
    expect([answer.statusCode, answer.json()]).toEqual([200, { status: "ok" }]);
  });
});

describe("GET /metrics", () => {
  it("writes each gauge with its help and kind", async () => {
    const { app } = createTestApp();
    const answer = await app.inject("/metrics");
    expect(answer.headers["content-type"]).toContain("text/plain; version=0.0.4");
    expect(answer.body).toContain("# TYPE accord_inbox_pending gauge\naccord_inbox_pending 2\n");
    expect(answer.body).toContain("\naccord_inbox_oldest_seconds 30\n");
    expect(answer.body).toContain("\naccord_webhooks_refused_total 1\n");
    const account = '{system="quickbooks",account="9341452700000001"}';
    expect(answer.body).toContain(`\naccord_metered_calls_month_budget${account} 500000\n`);
    expect(answer.body).toContain(`\naccord_metered_calls_month_expected${account} 15\n`);
    expect(answer.body).toContain(`\naccord_sweep_interval_seconds${account} 900\n`);
    expect(answer.body).toContain(
      '\naccord_metered_calls_month{system="quickbooks",account="9341452700000001"} 12\n',
    );
  });

  it("needs the operator's token where it is no demonstration", async () => {
    const { app } = createTestApp({ isDemo: false });
    const status = async (headers: Record<string, string>) =>
      (await app.inject({ url: "/metrics", headers })).statusCode;
    expect(await status({})).toBe(401);
    expect(await status({ authorization: `Bearer ${await orgToken()}` })).toBe(401);
    expect(await status(operator)).toBe(200);
  });
});
