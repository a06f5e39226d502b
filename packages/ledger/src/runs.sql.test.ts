import { describe, expect } from "vitest";
import { ACCOUNT, at, run, TENANT } from "../test/samples.ts";
import { holds } from "../test/scratch.ts";
import {
  addRunResult,
  findRun,
  insertRun,
  listRunningRuns,
  listRunResults,
  listRuns,
  type RunResult,
  updateRun,
} from "./runs.ts";

const HELD: RunResult = {
  quickbooksId: "58",
  name: "Amy's Bird Sanctuary",
  outcome: "held",
  message: "Salesforce already has a record that looks the same",
  salesforceRef: null,
};

describe("runs", () => {
  holds("come back as they were given and change only where told", async ({ db }) => {
    await insertRun(db, run());
    await updateRun(db, "run-1", { page: "1001", found: 1000 });
    await updateRun(db, "run-1", { done: 12 });
    await updateRun(db, "run-1", {});
    expect(await findRun(db, "run-1")).toEqual(run({ page: "1001", found: 1000, done: 12 }));
    expect(await findRun(db, "run-2")).toBeNull();
  });

  holds("are listed the latest first, and gone on with the oldest first", async ({ db }) => {
    await insertRun(db, run({ id: "a", startedAt: at(1) }));
    await insertRun(db, run({ id: "b", startedAt: at(2) }));
    await insertRun(db, run({ id: "c", startedAt: at(3) }));
    await insertRun(db, run({ id: "foreign", tenant: "t2" }));
    await updateRun(db, "b", { state: "done", finishedAt: at(4) });
    expect((await listRuns(db, TENANT, 2)).map((one) => one.id)).toEqual(["c", "b"]);
    expect((await listRunningRuns(db, TENANT)).map((one) => one.id)).toEqual(["a", "c"]);
  });

  holds("keep one result a record, in the order of finding", async ({ db }) => {
    await insertRun(db, run());
    await addRunResult(db, "run-1", HELD);
    await addRunResult(db, "run-1", { ...HELD, quickbooksId: "7", name: "Bill" });
    const created = { ...HELD, outcome: "created", salesforceRef: ACCOUNT };
    await addRunResult(db, "run-1", created);
    expect(await listRunResults(db, "run-1")).toEqual([
      created,
      { ...HELD, quickbooksId: "7", name: "Bill" },
    ]);
  });

  holds("must exist before their results", async ({ db }) => {
    await expect(addRunResult(db, "none", HELD)).rejects.toThrow("no result");
  });
});
