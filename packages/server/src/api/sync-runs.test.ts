import { describe, expect, it } from "vitest";
import { LOG_ENTRY, MAPPING, RUN, STATUS } from "../../test/fake-engine.ts";
import { createTestApp, NO_BUGS, operator } from "../../test/test-app.ts";

const post = (url: string, payload: object) => ({
  method: "POST" as const,
  url: `/api/v1${url}`,
  headers: operator,
  payload,
});

describe("/filters and /sync-runs", () => {
  it("says how a filter is understood", async () => {
    const { app } = createTestApp();
    const answer = await app.inject(
      post("/filters/read", { object: "Customer", filter: "Id = ’58’" }),
    );
    expect(answer.json()).toEqual({ understood: "Id = '58'", error: null });
  });

  it("points at the mistake in a filter", async () => {
    const { app } = createTestApp();
    const answer = await app.inject(
      post("/filters/read", { object: "Customer", filter: "Id = '5' OR 1" }),
    );
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      understood: null,
      error: { message: "OR is not part of the query language", at: 9, length: 2 },
    });
  });

  it("starts a run with the filter as it was understood", async () => {
    const { app, engine } = createTestApp();
    const answer = await app.inject(
      post("/sync-runs", { object: "Customer", filter: "Id = ’58’" }),
    );
    expect(answer.statusCode).toBe(202);
    expect(answer.json()).toEqual(RUN);
    expect(engine.asked.at(-1)).toEqual(["startRun", "Customer", "Id = '58'", "Operator"]);
  });

  it("starts no run for a filter with a mistake", async () => {
    const { app, engine } = createTestApp();
    const answer = await app.inject(
      post("/sync-runs", { object: "Customer", filter: "Id = '5' OR 1" }),
    );
    expect(answer.statusCode).toBe(400);
    expect(answer.json().error).toMatchObject({
      code: "FILTER_INVALID",
      details: { at: 9, length: 2 },
    });
    expect(engine.asked).toEqual([["listMappings"]]);
  });

  it.each([
    ["/filters/read", "Vendor"],
    ["/sync-runs", "Vendor"],
    ["/filters/read", "constructor"],
    ["/sync-runs", "toString"],
  ])("%s refuses %s, which is not mapped, and names what is", async (url, object) => {
    const { app, engine } = createTestApp();
    const answer = await app.inject(post(url, { object, filter: "" }));
    expect(answer.statusCode).toBe(409);
    const { code, message, action } = answer.json().error;
    expect(code).toBe("OBJECT_NOT_MAPPED");
    expect(`${message} ${action}`).toContain(`QuickBooks ${object} is not mapped`);
    expect(`${message} ${action}`).toContain("these are: Customer");
    expect(engine.asked).toEqual([["listMappings"]]);
  });

  it("shows one run, the last runs, and 404 for a run that never was", async () => {
    const { app } = createTestApp();
    const get = (url: string) => app.inject({ url: `/api/v1${url}`, headers: operator });
    expect((await get("/sync-runs/7")).json()).toEqual(RUN);
    expect((await get("/sync-runs")).json()).toEqual({ runs: [RUN] });
    expect((await get("/sync-runs/8")).statusCode).toBe(404);
  });
});

describe("/log, /status and /mappings", () => {
  it("hands the log's bounds to the engine", async () => {
    const { app, engine } = createTestApp();
    const query = "filter=errors&from=2026-11-01T00:00:00Z&to=2026-11-30&limit=5&before=90";
    const answer = await app.inject({ url: `/api/v1/log?${query}`, headers: operator });
    expect(answer.json()).toEqual({ entries: [LOG_ENTRY], next: null });
    const bounds = { from: "2026-11-01T00:00:00Z", to: "2026-11-30" };
    expect(engine.asked).toEqual([
      ["log", { filter: "errors", limit: 5, before: "90", ...bounds }],
    ]);
  });

  it.each(["limit=0", "limit=501", "limit=many", "from=yesterday", "filter=warnings", "page=2"])(
    "refuses the log query %s",
    async (query) => {
      const { app, engine } = createTestApp();
      const answer = await app.inject({ url: `/api/v1/log?${query}`, headers: operator });
      expect(answer.statusCode).toBe(400);
      expect(answer.json().error.message).toContain(query.split("=")[0]);
      expect(engine.asked).toEqual([]);
    },
  );

  it("reprocesses the entries named", async () => {
    const { app, engine } = createTestApp();
    const answer = await app.inject(post("/log/reprocess", { ids: ["41"] }));
    expect(answer.json()).toEqual({ reprocessed: 1, skipped: [] });
    expect(engine.asked).toEqual([["reprocess", ["41"], "Operator"]]);
  });

  it("answers the status and the mappings, and switches real time", async () => {
    const { app, engine } = createTestApp();
    const get = (url: string) => app.inject({ url: `/api/v1${url}`, headers: operator });
    expect((await get("/status")).json()).toEqual({ ...STATUS, bugs: NO_BUGS, warnings: [] });
    expect((await get("/mappings")).json()).toEqual({ mappings: [MAPPING] });
    const answer = await app.inject({
      method: "PATCH",
      url: "/api/v1/mappings/customer-account",
      headers: operator,
      payload: { realTime: false },
    });
    expect(answer.json()).toEqual(MAPPING);
    expect(engine.asked.at(-1)).toEqual([
      "changeMapping",
      "customer-account",
      { realTime: false },
      "Operator",
    ]);
  });

  it("answers 404 for a path that is not there", async () => {
    const { app } = createTestApp();
    const answer = await app.inject({ url: "/api/v1/nothing", headers: operator });
    expect(answer.statusCode).toBe(404);
    expect(answer.json().error.message).toContain("there is no GET /api/v1/nothing");
  });

  it.each([
    [`/api/v1/sync-runs/${"9".repeat(300)}`, 414],
    ["/api/v1/sync-runs/%zz", 400],
  ])("refuses the address %s like all else", async (url, status) => {
    const { app } = createTestApp();
    const answer = await app.inject({ url, headers: operator });
    expect(answer.statusCode).toBe(status);
    expect(answer.json().error).toMatchObject({
      code: "API_BAD_REQUEST",
      action: "Correct the request.",
    });
  });
});
