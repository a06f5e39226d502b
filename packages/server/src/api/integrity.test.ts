import { describe, expect, it } from "vitest";
import { COST, FINDING, INTEGRITY_RUN, JOB } from "../../test/fake-integrity.ts";
import { createTestApp, operator } from "../../test/test-app.ts";

const call = (method: "GET" | "POST" | "PATCH", url: string, payload?: object) => ({
  method,
  url: `/api/v1/integrity${url}`,
  headers: operator,
  ...(payload !== undefined && { payload }),
});

const SCHEDULE = {
  type: "recurring",
  every: 2,
  unit: "weeks",
  start: "2026-11-24T02:00",
  timeZone: "Europe/Berlin",
};

describe("/integrity/runs", () => {
  it("starts a run of all objects that repairs nothing, where nothing else is said", async () => {
    const { app, engine } = createTestApp();
    const answer = await app.inject(call("POST", "/runs", {}));
    expect(answer.statusCode).toBe(202);
    expect(answer.json()).toEqual(INTEGRITY_RUN);
    const order = { objects: [], repair: false, actor: "Operator" };
    expect(engine.asked.at(-1)).toEqual(["startIntegrity", order]);
  });

  it("shows runs, and what one found, by kind and object", async () => {
    const { app, engine } = createTestApp();
    expect((await app.inject(call("GET", "/runs"))).json()).toEqual({ runs: [INTEGRITY_RUN] });
    expect((await app.inject(call("GET", "/runs/run-7"))).json()).toEqual(INTEGRITY_RUN);
    const query = "kind=drift&object=Item&state=open&after=11&limit=5";
    const listed = await app.inject(call("GET", `/runs/run-7/findings?${query}`));
    expect(listed.json()).toEqual({ findings: [FINDING], next: null });
    expect(engine.asked.at(-1)).toEqual([
      "listFindings",
      "run-7",
      { kind: "drift", object: "Item", state: "open", after: "11", limit: 5 },
    ]);
  });

  it("repairs the findings that are named, or all", async () => {
    const { app, engine } = createTestApp();
    const some = await app.inject(call("POST", "/runs/run-7/repair", { findings: ["12"] }));
    expect(some.statusCode).toBe(202);
    expect(engine.asked.at(-1)).toEqual(["repairIntegrity", "run-7", ["12"]]);
    await app.inject(call("POST", "/runs/run-7/repair", {}));
    expect(engine.asked.at(-1)).toEqual(["repairIntegrity", "run-7", "all"]);
    await app.inject(call("POST", "/runs/run-7/cancel", {}));
    expect(engine.asked.at(-1)).toEqual(["cancelIntegrity", "run-7"]);
  });

  it.each([
    ["GET", "/runs/none", undefined, 404],
    ["GET", "/runs/run-7/findings?kind=odd", undefined, 400],
    ["POST", "/runs/run-7/repair", { findings: ["x"] }, 400],
    ["POST", "/runs", { objects: "Customer" }, 400],
  ] as const)("%s %s with %j is refused with %i", async (method, url, body, status) => {
    const { app } = createTestApp();
    expect((await app.inject(call(method, url, body))).statusCode).toBe(status);
  });
});

describe("/integrity/jobs", () => {
  it("makes, changes, lists and removes jobs; the schedule's parts come flat", async () => {
    const { app, engine } = createTestApp();
    const body = { name: "Every night", objects: ["Item"], repair: true, ...SCHEDULE };
    expect((await app.inject(call("POST", "/jobs", body))).json()).toEqual(JOB);
    const order = {
      name: "Every night",
      objects: ["Item"],
      repair: true,
      schedule: SCHEDULE,
      actor: "Operator",
    };
    expect(engine.asked.at(-1)).toEqual(["saveIntegrityJob", null, order]);
    await app.inject(call("PATCH", "/jobs/3", { ...body, type: "once" }));
    const { type: _type, every: _every, unit: _unit, ...when } = SCHEDULE;
    const once = { type: "once", ...when };
    expect(engine.asked.at(-1)).toEqual(["saveIntegrityJob", "3", { ...order, schedule: once }]);
    expect((await app.inject(call("GET", "/jobs"))).json()).toEqual({ jobs: [JOB] });
    expect((await app.inject(call("POST", "/jobs/3/remove", {}))).json()).toEqual({ jobs: [] });
  });

  it("says what a schedule costs before it is saved, and what one run does", async () => {
    const { app, engine } = createTestApp();
    const cost = await app.inject(call("POST", "/cost", { objects: ["Item"], ...SCHEDULE }));
    expect(cost.json()).toEqual(COST);
    expect(engine.asked.at(-1)).toEqual(["integrityCost", ["Item"], SCHEDULE]);
    await app.inject(call("POST", "/cost", {}));
    expect(engine.asked.at(-1)).toEqual(["integrityCost", [], null]);
    const half = await app.inject(call("POST", "/cost", { type: "once" }));
    expect(half.statusCode).toBe(400);
  });
});
