import { describe, expect, it } from "vitest";
import { BACKFILL, BACKFILL_ITEM } from "../../test/backfill-samples.ts";
import { createTestApp, operator } from "../../test/test-app.ts";

const post = (url: string, payload: object) => ({
  method: "POST" as const,
  url: `/api/v1${url}`,
  headers: operator,
  payload,
});
const CUSTOMERS = { mapping: "customer-account" };

describe("/backfills", () => {
  it("plans with careful defaults, for who calls", async () => {
    const { app, engine } = createTestApp();
    const answer = await app.inject(post("/backfills", { objects: [CUSTOMERS] }));
    expect(answer.statusCode).toBe(202);
    expect(answer.json()).toEqual(BACKFILL);
    expect(engine.asked).toEqual([
      [
        "planBackfill",
        {
          objects: [{ ...CUSTOMERS, direction: "toSalesforce" }],
          linkFrom: 80,
          differing: "ask",
          includeInactive: false,
          actor: "Operator",
        },
      ],
    ]);
  });

  it("asks about each match when it is told so, whatever the score", async () => {
    const { app, engine } = createTestApp();
    const order = { objects: [CUSTOMERS], linkFrom: 10, askEachMatch: true };
    await app.inject(post("/backfills", order));
    expect(engine.asked[0]?.[1]).toMatchObject({ linkFrom: null });
  });

  it.each([
    [{}, "objects must be given"],
    [{ objects: [] }, "objects must name at least one object"],
    [{ objects: [CUSTOMERS, CUSTOMERS] }, "objects must name each mapping once"],
    [{ objects: [{ ...CUSTOMERS, direction: "sideways" }] }, "objects.0.direction must be"],
    [{ objects: [CUSTOMERS], linkFrom: 101 }, "linkFrom must be at most 100"],
    [{ objects: [CUSTOMERS], linkFrom: "high" }, "linkFrom must be a number"],
    [{ objects: [CUSTOMERS], differing: "newest" }, "differing must be"],
    [{ objects: [CUSTOMERS], apply: true }, "there is no input apply"],
  ])("refuses the order %j", async (order, said) => {
    const { app, engine } = createTestApp();
    const answer = await app.inject(post("/backfills", order));
    expect(answer.statusCode).toBe(400);
    expect(answer.json().error.message).toContain(said);
    expect(engine.asked).toEqual([]);
  });

  it("shows one, the last ones, and 404 for one that never was", async () => {
    const { app } = createTestApp();
    const get = (url: string) => app.inject({ url: `/api/v1${url}`, headers: operator });
    expect((await get("/backfills")).json()).toEqual({ backfills: [BACKFILL] });
    expect((await get(`/backfills/${BACKFILL.id}`)).json()).toEqual(BACKFILL);
    expect((await get("/backfills/none")).statusCode).toBe(404);
  });

  it("lists items by what is asked for", async () => {
    const { app, engine } = createTestApp();
    const query = "action=ask&state=waiting&withRefusals=true&text=cool&after=11&limit=5";
    const answer = await app.inject({
      url: `/api/v1/backfills/${BACKFILL.id}/items?${query}`,
      headers: operator,
    });
    expect(answer.json()).toEqual({ items: [BACKFILL_ITEM], next: null });
    const asked = { action: "ask", state: "waiting", withRefusals: true, text: "cool" };
    expect(engine.asked).toEqual([
      ["listBackfillItems", BACKFILL.id, { ...asked, after: "11", limit: 5 }],
    ]);
  });

  it.each(["action=merge", "state=open", "limit=501", "withRefusals=maybe", "after=x"])(
    "refuses the list %s",
    async (query) => {
      const { app, engine } = createTestApp();
      const url = `/api/v1/backfills/${BACKFILL.id}/items?${query}`;
      expect((await app.inject({ url, headers: operator })).statusCode).toBe(400);
      expect(engine.asked).toEqual([]);
    },
  );

  it("decides the items named, or those of a rule", async () => {
    const { app, engine } = createTestApp();
    const decide = (body: object) => app.inject(post(`/backfills/${BACKFILL.id}/decide`, body));
    const choice = { kind: "link", to: "001000000000001AAA" };
    const named = await decide({ items: ["12"], choice });
    expect(named.json()).toEqual({ decided: 1, refused: [], backfill: BACKFILL });
    await decide({ rule: { action: "ask" }, choice: { kind: "skip" } });
    const actor = "Operator";
    expect(engine.asked).toEqual([
      ["decideBackfillItems", BACKFILL.id, { items: ["12"], choice, actor }],
      [
        "decideBackfillItems",
        BACKFILL.id,
        { rule: { action: "ask" }, choice: { kind: "skip" }, actor },
      ],
    ]);
  });

  it.each([
    [{ choice: { kind: "skip" } }, "either items or a rule"],
    [{ items: ["1"], rule: {}, choice: { kind: "skip" } }, "either items or a rule"],
    [{ items: ["1"], choice: { kind: "merge" } }, '"approve", "skip", "create" or "link"'],
    [{ items: ["1"], choice: { kind: "link" } }, "choice.to must be given"],
    [{ items: ["one"], choice: { kind: "skip" } }, "items.0 must be a number"],
  ])("refuses the decision %j", async (body, said) => {
    const { app, engine } = createTestApp();
    const answer = await app.inject(post(`/backfills/${BACKFILL.id}/decide`, body));
    expect(answer.statusCode).toBe(400);
    expect(answer.json().error.message).toContain(said);
    expect(engine.asked).toEqual([]);
  });

  it.each(["apply", "pause", "resume", "cancel"])("hands %s on with who calls", async (step) => {
    const { app, engine } = createTestApp();
    const answer = await app.inject(post(`/backfills/${BACKFILL.id}/${step}`, {}));
    expect(answer.json()).toEqual(BACKFILL);
    expect(engine.asked).toEqual([[`${step}Backfill`, BACKFILL.id, "Operator"]]);
  });
});
