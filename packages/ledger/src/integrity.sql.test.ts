import { describe, expect } from "vitest";
import { at, SCOPE, TENANT } from "../test/samples.ts";
import { holds } from "../test/scratch.ts";
import {
  changeFinding,
  countFindings,
  type Finding,
  findFindings,
  insertFinding,
  listFindings,
  listFindingsInState,
  removeFinding,
} from "./integrity-findings.ts";
import {
  insertIntegrityJob,
  type IntegrityJob,
  listIntegrityJobs,
  removeIntegrityJob,
  replaceIntegrityJob,
  turnIntegrityJob,
} from "./integrity-jobs.ts";
import {
  findIntegrityRun,
  forgetIntegrityRuns,
  insertIntegrityRun,
  type IntegrityRun,
  listActiveIntegrityRuns,
  listIntegrityRuns,
  moveIntegrityRun,
} from "./integrity-runs.ts";

const { mapping: _mapping, ...PAIR } = SCOPE;

const run = (change: Partial<IntegrityRun> = {}): IntegrityRun => ({
  ...PAIR,
  id: "run-1",
  state: "reading",
  why: "person",
  reason: null,
  mappings: ["customer"],
  repair: true,
  actor: "Ada",
  survey: "survey-1",
  place: "{}",
  expected: 10,
  metered: 0,
  totals: "{}",
  error: null,
  startedAt: at(0),
  readAt: null,
  finishedAt: null,
  ...change,
});

const finding = (change: Partial<Finding> = {}): Omit<Finding, "id"> => ({
  ...SCOPE,
  runId: "run-1",
  kind: "drift",
  state: "suspect",
  systems: ["salesforce", "quickbooks"],
  linkId: "7",
  salesforceId: "001A",
  quickbooksId: "58",
  name: "Cool Cars",
  fields: "[]",
  repair: "look",
  amounts: "{}",
  note: null,
  looks: 0,
  foundAt: at(1),
  repairedAt: null,
  ...change,
});

const job = (change: Partial<IntegrityJob> = {}): Omit<IntegrityJob, "id" | "lastRun"> => ({
  ...PAIR,
  name: "Every night",
  schedule: {
    type: "recurring",
    every: 1,
    unit: "days",
    start: "2026-03-02T02:00",
    timeZone: "UTC",
  },
  mappings: ["customer", "item"],
  repair: false,
  nextAt: at(5),
  actor: "Ada",
  createdAt: at(0),
  ...change,
});

describe("runs of Sync Integrity", () => {
  holds("come back as they were given, and the active ones oldest first", async ({ db }) => {
    await insertIntegrityRun(db, run());
    await insertIntegrityRun(db, run({ id: "run-2", startedAt: at(1), state: "repairing" }));
    await insertIntegrityRun(db, run({ id: "run-3", startedAt: at(2), state: "done" }));
    await insertIntegrityRun(db, run({ id: "run-4", tenant: "t2" }));
    expect(await findIntegrityRun(db, TENANT, "run-1")).toEqual(run());
    expect(await findIntegrityRun(db, TENANT, "run-4")).toBeNull();
    const active = await listActiveIntegrityRuns(db, TENANT);
    expect(active.map(({ id }) => id)).toEqual(["run-1", "run-2"]);
    const latest = await listIntegrityRuns(db, TENANT, 2);
    expect(latest.map(({ id }) => id)).toEqual(["run-3", "run-2"]);
  });

  holds("are not moved by work that began before they were cancelled", async ({ db }) => {
    await insertIntegrityRun(db, run());
    const cancelled = { state: "cancelled", finishedAt: at(3) } as const;
    expect(await moveIntegrityRun(db, "run-1", ["reading"], cancelled)).toBe(true);
    expect(await moveIntegrityRun(db, "run-1", ["reading"], { place: "7" })).toBe(false);
    expect(await findIntegrityRun(db, TENANT, "run-1")).toEqual(run(cancelled));
  });

  holds("are forgotten with their findings, but never while they work", async ({ db }) => {
    for (const [minute, id] of ["run-1", "run-2", "run-3"].entries()) {
      const state = id === "run-1" ? "reading" : "done";
      await insertIntegrityRun(db, run({ id, state, startedAt: at(minute) }));
      await insertFinding(db, finding({ runId: id, state: "open" }));
    }
    await forgetIntegrityRuns(db, TENANT, 1);
    const left = await listIntegrityRuns(db, TENANT, 9);
    expect(left.map(({ id }) => id)).toEqual(["run-3", "run-1"]);
    expect(await countFindings(db, "run-2")).toEqual([]);
    expect(await countFindings(db, "run-3")).toHaveLength(1);
  });
});

describe("findings", () => {
  holds("are shown when they are more than suspects, page by page", async ({ db }) => {
    await insertIntegrityRun(db, run());
    for (const state of ["suspect", "open", "repaired", "repairing"] as const) {
      await insertFinding(db, finding({ state }));
    }
    const shown = await listFindings(db, "run-1", { after: null, limit: 9 });
    expect(shown.map(({ id, state }) => [id, state])).toEqual([
      ["2", "open"],
      ["3", "repaired"],
      ["4", "repairing"],
    ]);
    expect(shown[0]).toEqual({ ...finding({ state: "open" }), id: "2" });
    const page = await listFindings(db, "run-1", { after: "2", limit: 1, kind: "drift" });
    expect(page.map(({ id }) => id)).toEqual(["3"]);
    const open = await listFindings(db, "run-1", { after: null, limit: 9, state: "open" });
    expect(open.map(({ id }) => id)).toEqual(["2", "4"]);
    expect(await listFindings(db, "run-1", { after: null, limit: 9, kind: "gone" })).toEqual([]);
  });

  holds("change, go, and are found only under their own run", async ({ db }) => {
    await insertIntegrityRun(db, run());
    await insertIntegrityRun(db, run({ id: "run-2" }));
    await insertFinding(db, finding());
    await insertFinding(db, finding({ runId: "run-2" }));
    await changeFinding(db, "1", { state: "open", systems: ["quickbooks"], note: "why" });
    await changeFinding(db, "1", {});
    const page = { after: null, limit: 9 };
    const [changed] = await listFindingsInState(db, "run-1", "open", page);
    expect(changed).toMatchObject({ systems: ["quickbooks"], note: "why", looks: 0 });
    expect((await findFindings(db, "run-1", ["1", "2"])).map(({ id }) => id)).toEqual(["1"]);
    await removeFinding(db, "1");
    expect(await findFindings(db, "run-1", ["1"])).toEqual([]);
    expect(await findFindings(db, "run-1", [])).toEqual([]);
  });

  holds("are counted by what they are", async ({ db }) => {
    await insertIntegrityRun(db, run());
    await insertFinding(db, finding({ state: "open" }));
    await insertFinding(db, finding({ state: "open" }));
    const alone = { kind: "unlinked", linkId: null, systems: ["quickbooks"] } as const;
    await insertFinding(db, finding({ ...alone, state: "open" }));
    const counts = await countFindings(db, "run-1");
    expect(counts).toHaveLength(2);
    expect(counts).toContainEqual({
      mapping: SCOPE.mapping,
      kind: "drift",
      state: "open",
      systems: '["salesforce","quickbooks"]',
      isPair: true,
      count: 2,
    });
    expect(counts.find(({ kind }) => kind === "unlinked")).toMatchObject({ isPair: false });
  });
});

describe("jobs of Sync Integrity", () => {
  holds("come back as they were given, and a turn leaves its run", async ({ db }) => {
    const id = await insertIntegrityJob(db, job());
    expect(await listIntegrityJobs(db, TENANT)).toEqual([{ ...job(), id, lastRun: null }]);
    await turnIntegrityJob(db, id, { nextAt: null, lastRun: "run-9" });
    const renamed = job({ name: "At noon", repair: true });
    await replaceIntegrityJob(db, id, renamed);
    expect(await listIntegrityJobs(db, TENANT)).toEqual([{ ...renamed, id, lastRun: "run-9" }]);
    expect(await removeIntegrityJob(db, "t2", id)).toBe(false);
    expect(await removeIntegrityJob(db, TENANT, id)).toBe(true);
    expect(await listIntegrityJobs(db, TENANT)).toEqual([]);
  });

  holds("have names that differ by more than capitals and spaces", async ({ db }) => {
    await insertIntegrityJob(db, job());
    await expect(insertIntegrityJob(db, job({ name: " every  NIGHT" }))).rejects.toThrow();
  });
});
