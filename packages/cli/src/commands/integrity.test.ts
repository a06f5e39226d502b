import { fail, succeed } from "@accord-sync/core/records/result.ts";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { IntegrityRunView } from "@accord-sync/engine/engine-api.ts";
import { describe, expect, it } from "vitest";
import { FINDING, INTEGRITY_RUN, JOB } from "../../../server/test/fake-integrity.ts";
import { createTestCli } from "../../test/test-cli.ts";

const RUNNING: IntegrityRunView = {
  ...INTEGRITY_RUN,
  state: "reading",
  summary: "Reading both systems.",
  finishedAt: null,
  agrees: null,
  repairable: 0,
};

describe("accord integrity run", () => {
  it("waits for the run, tells what disagrees and what repairs it, and ends with 1", async () => {
    let looks = 0;
    const cli = createTestCli({
      startIntegrity: async () => succeed(RUNNING),
      viewIntegrity: async () => {
        looks += 1;
        return succeed(looks < 3 ? RUNNING : INTEGRITY_RUN);
      },
    });
    const { code, out } = await cli.run("integrity", "run", "Item");
    expect(code).toBe(1);
    expect(out).toContain("The books do not agree");
    expect(out).toContain("18 of 20 agree, 1 waiting for a person, 1 drift, 2 repaired");
    expect(out).toContain("Price 1205.10 in Salesforce, 1200.10 in QuickBooks: 5 apart");
    expect(out).toContain("integrity repair run-7 repairs 1.");
  });

  it("ends with 0 only when the books agree, and prints one document with --json", async () => {
    const agreed = { ...INTEGRITY_RUN, agrees: true, repairable: 0, summary: "The books agree." };
    const cli = createTestCli({ startIntegrity: async () => succeed(agreed) });
    const { code, out } = await cli.run("integrity", "run", "--repair", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(agreed);
  });

  it("with --no-wait ends with 4 as soon as the run is recorded", async () => {
    const cli = createTestCli({ startIntegrity: async () => succeed(RUNNING) });
    expect((await cli.run("integrity", "run", "--no-wait")).code).toBe(4);
  });
});

describe("accord integrity show, list, repair and cancel", () => {
  it("shows the latest run with all findings, page by page", async () => {
    const pages: (string | null)[] = [];
    const cli = createTestCli({
      listFindings: async (_id, { after }) => {
        pages.push(after);
        return succeed({ findings: [FINDING], next: after === null ? "12" : null });
      },
    });
    const { code, out } = await cli.run("integrity", "show", "--kind", "drift", "--open");
    expect(code).toBe(0);
    expect(pages).toEqual([null, "12"]);
    expect(out).toContain("12  Differs  Pump  Product2 01t000000000001AAA and Item 11  open");
    expect(out).toContain('Price  Salesforce "20"  QuickBooks "15"');
  });

  it("lists runs, one a line", async () => {
    const { out } = await createTestCli().run("integrity", "list");
    expect(out).toContain("2026-11-23 10:20:30 UTC  run-7  done  Ada Admin");
  });

  it("repairs what is named", async () => {
    const asked: unknown[] = [];
    const cli = createTestCli({
      repairIntegrity: async (id, which) => {
        asked.push([id, which]);
        return succeed({ repairing: 1, run: INTEGRITY_RUN });
      },
    });
    await cli.run("integrity", "repair", "run-7", "12");
    await cli.run("integrity", "repair", "run-7");
    expect(asked).toEqual([
      ["run-7", ["12"]],
      ["run-7", "all"],
    ]);
    expect((await cli.run("integrity", "cancel", "run-7")).code).toBe(0);
  });

  it("takes the beginning of a run's id for it, where only one begins so", async () => {
    const asked: string[] = [];
    const runs = ["5d0c1f-1", "5d0c1f-2", "77aa-3"].map((id) => ({ ...INTEGRITY_RUN, id }));
    const cli = createTestCli({
      listIntegrity: async () => runs,
      cancelIntegrity: async (id) => {
        asked.push(id);
        return succeed(INTEGRITY_RUN);
      },
    });
    await cli.run("integrity", "cancel", "77aa");
    await cli.run("integrity", "cancel", "5d0c1f");
    expect(asked).toEqual(["77aa-3", "5d0c1f"]);
  });

  it("says that there is no run yet, and of an unknown one that it is unknown", async () => {
    const none = createTestCli({ listIntegrity: async () => [] });
    expect((await none.run("integrity", "show")).code).toBe(2);
    expect((await none.run("integrity", "list")).out).toBe("Sync Integrity has not run yet.\n");
    expect((await none.run("integrity", "show", "nothing")).err).toContain(
      "There is no run nothing of Sync Integrity",
    );
  });
});

describe("accord integrity schedule", () => {
  it("says what a job costs, then makes it", async () => {
    const words = ["integrity", "schedule", "Every night", "--start", "2026-11-24T02:00"];
    const options = ["--every", "1", "--time-zone", "Europe/Berlin", "--repair"];
    const { out, code } = await createTestCli().run(
      ...words,
      ...options,
      "--objects",
      "Customer, Item",
    );
    expect(code).toBe(0);
    expect(out).toContain("A run takes about 3 metered calls to QuickBooks.");
    expect(out).toContain("Every day at 02:00 (Europe/Berlin)");
    expect(out).toContain("next 2026-11-24 01:00:00 UTC");
  });

  it("shows the jobs, and removes one", async () => {
    const cli = createTestCli();
    expect((await cli.run("integrity", "schedule")).out).toContain(JOB.name);
    const left = await cli.run("integrity", "schedule", "--remove", JOB.id);
    expect(left.out).toBe("Sync Integrity is not scheduled.\n");
  });

  it("needs a first turn, and passes on what is wrong with it", async () => {
    expect((await createTestCli().run("integrity", "schedule", "Nightly")).code).toBe(2);
    const refused = operationalError("SCHEDULE_INVALID", { detail: "its time is over" });
    const cli = createTestCli({ saveIntegrityJob: async () => fail(refused) });
    const words = ["integrity", "schedule", "Late", "--start", "2020-01-01T00:00"];
    const { code, err } = await cli.run(...words);
    expect(code).toBe(2);
    expect(err).toContain("its time is over");
  });

  it("tells a mistyped part like any other command", async () => {
    const { code, err } = await createTestCli().run("integrity", "mend");
    expect(code).toBe(2);
    expect(err).toContain("nknown command");
  });
});
