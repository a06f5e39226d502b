import { succeed } from "@accord-sync/core/records/result.ts";
import type { BackfillView } from "@accord-sync/engine/backfill-api.ts";
import { describe, expect, it } from "vitest";
import { BACKFILL, BACKFILL_ITEM } from "../../../server/test/backfill-samples.ts";
import { createTestCli } from "../../test/test-cli.ts";

const READING: BackfillView = { ...BACKFILL, state: "reading", plannedAt: null };

describe("accord backfill", () => {
  it("plans every mapped object, waits for the plan and shows what it does and costs", async () => {
    let looks = 0;
    const cli = createTestCli({
      planBackfill: async () => succeed(READING),
      viewBackfill: async () => {
        looks += 1;
        return succeed(looks < 3 ? READING : BACKFILL);
      },
    });
    const { code, out } = await cli.run("backfill", "plan");
    // Two of its records wait for a person.
    expect(code).toBe(3);
    expect(out).toContain("planned, nothing is written before apply");
    expect(out).toMatch(/Customer and Account +20 +0 +10 +2 +0 +8 +1\n/);
    expect(out).toContain("0 metered and 0 free calls of QuickBooks, 3 of Salesforce, about 12 s");
    expect(out).toContain("2 wait for a decision: accord backfill items --state waiting");
  });

  it("hands the order on", async () => {
    const cli = createTestCli();
    const words = ["--direction", "both", "--ask-all", "--differing", "quickbooks"];
    await cli.run("backfill", "plan", "Customer", ...words, "--include-inactive");
    const planned = cli.app.engine.asked.find(([name]) => name === "planBackfill");
    expect(planned?.[1]).toEqual({
      objects: [{ mapping: "customer-account", direction: "both" }],
      linkFrom: null,
      differing: "quickbooks",
      includeInactive: true,
      actor: "Operator",
    });
  });

  it.each([
    [["plan", "Vendor"], "QuickBooks Vendor is not mapped. Mapped are: Customer."],
    [["plan", "--link-from", "many"], "must be a number from 0 to 100"],
    [["plan", "--direction", "up"], "Allowed choices are to-salesforce"],
    [["decide", "approve"], "Which items is not said."],
    [["decide", "approve", "--item", "12", "--action", "ask"], "Items and a rule are both given."],
    [["decide", "link", "--item", "12"], "A link needs the record to link with."],
    [["items", "--action", "merge"], "Allowed choices are create"],
  ])("refuses %j and changes nothing", async (words, said) => {
    const cli = createTestCli();
    const { code, err } = await cli.run("backfill", ...words);
    expect(code).toBe(2);
    expect(err.replaceAll("\n", " ")).toContain(said);
    const names = cli.app.engine.asked.map(([name]) => name);
    expect(names).not.toContain("planBackfill");
    expect(names).not.toContain("decideBackfillItems");
  });

  it("shows the newest one's items field by field", async () => {
    const cli = createTestCli();
    const { out } = await cli.run("backfill", "items", "--action", "ask");
    expect(out).toBe(`12  ask  Cool Cars  (waiting, score 62)
  Customer 3
  Same name
  Phone  Salesforce (empty)  QuickBooks "(415) 555-9933"  Salesforce gets "(415) 555-9933"
  may be Account 001000000000001AAA Cool Cars Ltd, score 62: Same name
  Salesforce may refuse it: Last Name is missing. Fill it in.
  Two Accounts may be this customer.
`);
    expect(cli.app.engine.asked.at(-1)).toEqual([
      "listBackfillItems",
      BACKFILL.id,
      { action: "ask", limit: 50 },
    ]);
  });

  it("prints the view as it is with --json", async () => {
    const { out } = await createTestCli().run("backfill", "show", "--json");
    expect(JSON.parse(out)).toEqual(BACKFILL);
    const items = await createTestCli().run("backfill", "items", "--json");
    expect(JSON.parse(items.out)).toEqual({ items: [BACKFILL_ITEM], next: null });
  });

  it("says how to make the first plan where there is none", async () => {
    const cli = createTestCli({ listBackfills: async () => [] });
    const { code, err } = await cli.run("backfill", "show");
    expect(code).toBe(2);
    expect(err).toContain("There is no backfill.");
    expect(err).toContain("backfill plan");
  });

  it("decides by item and by rule", async () => {
    const cli = createTestCli();
    await cli.run("backfill", "decide", "link", "--item", "12", "--to", "001000000000001AAA");
    await cli.run("backfill", "decide", "skip", "--with-refusals");
    const decided = cli.app.engine.asked.filter(([name]) => name === "decideBackfillItems");
    expect(decided.map(([, , request]) => request)).toEqual([
      { items: ["12"], choice: { kind: "link", to: "001000000000001AAA" }, actor: "Operator" },
      { rule: { withRefusals: true }, choice: { kind: "skip" }, actor: "Operator" },
    ]);
  });

  it.each([
    [{ state: "done", items: { ...BACKFILL.items, waiting: 0 } }, 0],
    [{ state: "done", items: { ...BACKFILL.items, waiting: 0, refused: 1 } }, 1],
    [{ state: "ready" }, 3],
    [{ state: "failed" }, 1],
  ] as const)("ends apply that came to %j with %i", async (end, expected) => {
    const cli = createTestCli({ applyBackfill: async () => succeed({ ...BACKFILL, ...end }) });
    expect((await cli.run("backfill", "apply")).code).toBe(expected);
  });

  it("tells what an apply under way waits for", async () => {
    const applying: BackfillView = {
      ...BACKFILL,
      state: "applying",
      progress: { done: 3, of: 30, perMinute: 10, remainingSeconds: 162 },
      waitingFor: "QuickBooks to answer again",
    };
    const cli = createTestCli({
      applyBackfill: async () => succeed(applying),
      viewBackfill: async () => succeed(applying),
    });
    const { code, out } = await cli.run("backfill", "apply");
    expect(code).toBe(4);
    expect(out).toContain("3 of 30 done, about 3 min left, waits for QuickBooks to answer again");
  });
});
