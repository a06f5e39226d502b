import { readFileSync } from "node:fs";
import { succeed } from "@accord-sync/core/records/result.ts";
import type { StatusView } from "@accord-sync/engine/engine-api.ts";
import { describe, expect, it } from "vitest";
import { COOL_CARS, LOG_ENTRY, MAPPING, RUN, STATUS } from "../../../server/test/fake-engine.ts";
import { createTestCli } from "../../test/test-cli.ts";
import { EXIT_MEANINGS } from "../exit-code.ts";

describe("accord status", () => {
  it("shows the connections and the counts", async () => {
    const { code, out } = await createTestCli().run("status");
    expect(code).toBe(0);
    expect(out).toContain("QuickBooks  Craig's Design and Landscaping Services");
    expect(out).toContain("In error            1\n");
    expect(out).toContain("Work waiting        2, the oldest since 2026-11-23 10:20:00 UTC\n");
  });

  it("shows one record", async () => {
    const { out } = await createTestCli().run("status", COOL_CARS.id, "--json");
    expect(JSON.parse(out)).toEqual(COOL_CARS);
  });

  it.each<[string, Partial<StatusView>, number]>([
    ["errors", {}, 1],
    ["decisions", { counts: { ...STATUS.counts, errors: 0, needsDecision: 2 } }, 3],
    ["nothing", { counts: { ...STATUS.counts, errors: 0 } }, 0],
  ])("ends with the code for %s when asked to check", async (_case, change, expected) => {
    const cli = createTestCli({ status: async () => ({ ...STATUS, ...change }) });
    expect((await cli.run("status", "--check")).code).toBe(expected);
    expect((await cli.run("status")).code).toBe(0);
  });
});

describe("accord log", () => {
  it("shows entries with what changed", async () => {
    const { out } = await createTestCli().run("log");
    expect(out).toContain("41  2026-11-23 10:20:30 UTC  SF > QB  create  applied");
    expect(out).toContain('Phone  (empty) -> "(555) 2"');
  });

  it("asks for one record's log", async () => {
    const cli = createTestCli();
    await cli.run("log", "--record", `Account/${COOL_CARS.id}`, "--limit", "5");
    expect(cli.app.engine.asked).toEqual([["recordLog", "Account", COOL_CARS.id, 5]]);
  });

  it("shows only what failed", async () => {
    const rejected = { ...LOG_ENTRY, id: "42", outcome: "rejected" } as const;
    const cli = createTestCli({ recordLog: async () => succeed([rejected, LOG_ENTRY]) });
    const { out } = await cli.run("log", "--record", COOL_CARS.id, "--errors", "--json");
    expect(JSON.parse(out).entries).toEqual([rejected]);
  });

  it("refuses a limit that is none", async () => {
    const { code, err } = await createTestCli().run("log", "--limit", "0");
    expect(code).toBe(2);
    expect(err).toContain("limit must be at least 1");
  });
});

describe("accord mappings and console", () => {
  it("shows each field pair and switches real time", async () => {
    const cli = createTestCli();
    const { out } = await cli.run("mappings");
    expect(out).toContain("Phone  PrimaryPhone.FreeFormNumber  <>  Phone");
    await cli.run("mappings", MAPPING.id, "--real-time", "off");
    expect(cli.app.engine.asked.at(-1)).toEqual(["setRealTime", MAPPING.id, false]);
    expect((await cli.run("mappings", MAPPING.id, "--real-time", "maybe")).code).toBe(2);
  });

  it("prints an address that opens the console", async () => {
    const { out } = await createTestCli().run("console");
    expect(out).toMatch(/^http:\/\/localhost:4000\/sign-in\?ticket=\S+\n$/);
  });
});

describe("accord sync-now", () => {
  const done = {
    ...RUN,
    state: "done",
    done: 1,
    remainingSeconds: 0,
    results: [
      {
        quickbooksId: "58",
        name: "Amy's Bird Sanctuary",
        outcome: "created",
        message: "Created in Salesforce.",
        salesforce: { type: "Account", id: COOL_CARS.id, name: "Amy's Bird Sanctuary" },
      },
    ],
  } as const;

  it("waits for the run and shows each record's result", async () => {
    const cli = createTestCli({ viewRun: async () => succeed(done) });
    const { code, out } = await cli.run("sync-now", "Customer", "Id = '58'");
    expect(code).toBe(0);
    expect(out).toContain(`58  Amy's Bird Sanctuary  created  Account ${COOL_CARS.id}`);
  });

  it.each([
    ["held", 3],
    ["error", 1],
    ["waiting", 4],
    ["alreadyInStep", 0],
  ] as const)("ends a result %s with %i", async (outcome, expected) => {
    const results = done.results.map((result) => ({ ...result, outcome }));
    const cli = createTestCli({ viewRun: async () => succeed({ ...done, results }) });
    expect((await cli.run("sync-now", "Customer")).code).toBe(expected);
  });

  it("points at the mistake in a filter and ends with 2", async () => {
    const { code, err } = await createTestCli().run("sync-now", "Customer", "Id = '5' OR 1");
    expect(code).toBe(2);
    expect(err).toContain("  Id = '5' OR 1\n           ^^\n");
  });
});

describe("accord help", () => {
  it("tells the same exit codes as the README", () => {
    const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
    const told = [...readme.matchAll(/^\| (\d) +\| (.*?) +\|$/gm)];
    expect(Object.fromEntries(told.map(([, code, meaning]) => [code, meaning]))).toEqual(
      EXIT_MEANINGS,
    );
  });

  it("lists each command and each exit code", async () => {
    const { code, out } = await createTestCli().run("help");
    expect(code).toBe(0);
    for (const name of "send fetch link unlink decide sync-now status log mappings".split(" ")) {
      expect(out).toContain(`  ${name} `);
    }
    for (const meaning of Object.values(EXIT_MEANINGS)) expect(out).toContain(meaning);
  });

  it("shows a command's arguments and examples", async () => {
    const { out } = await createTestCli().run("help", "send");
    expect(out).toContain("npm run accord -- send Account 001000000000001AAA");
    expect(out).toContain("--create");
  });

  it("is what a call without a command shows, which ends with 2", async () => {
    const { code, out } = await createTestCli().run();
    expect(code).toBe(2);
    expect(out).toContain("Usage: accord");
  });
});
