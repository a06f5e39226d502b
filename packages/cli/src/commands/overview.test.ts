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
    expect(out).not.toContain("Errors of its own");
    expect(out).toContain("Work waiting        2, the oldest since 2026-11-23 10:20:00 UTC\n");
  });

  it("says when the service keeps meeting errors of its own", async () => {
    const bugs = { sinceStart: 3, lastAt: "2026-11-23T10:20:30.000Z", last: "a loop met a bug" };
    const { out } = await createTestCli({}, { bugs }).run("status");
    expect(out).toContain("Errors of its own   3, at 2026-11-23 10:20:30 UTC: a loop met a bug\n");
  });

  it("says what to look at in the settings", async () => {
    const warnings = ["ACCORD_MOOD is not a setting and does nothing: is ACCORD_MODE meant?"];
    const { out } = await createTestCli({}, { warnings }).run("status");
    expect(out).toContain("Look at             ACCORD_MOOD is not a setting");
  });

  it.each([
    [false, "not connected yet"],
    [true, "must be connected again"],
  ])("says of a connection that was once: %s, and where to connect it", async (was, words) => {
    const connections = STATUS.connections.map((connection) => ({
      ...connection,
      state: "needsReconnect" as const,
      wasConnected: was,
      connectUrl: "https://accord.example/connect/quickbooks",
    }));
    const { out } = await createTestCli({ status: async () => ({ ...STATUS, connections }) }).run(
      "status",
    );
    expect(out).toContain(words);
    expect(out).toContain("Connect QuickBooks  https://accord.example/connect/quickbooks");
  });

  it("shows one record", async () => {
    const { out } = await createTestCli().run("status", COOL_CARS.id, "--json");
    expect(JSON.parse(out)).toEqual(COOL_CARS);
  });

  it("says until when to connect again, where a permission ends soon, and else nothing", async () => {
    const calm = await createTestCli().run("status");
    expect(calm.out).not.toContain("permission");
    const connections = STATUS.connections.map((connection) => ({
      ...connection,
      authorisation: { endsAt: "2026-12-24T10:00:00Z", why: "final" as const, isNear: true },
    }));
    const near = await createTestCli({ status: async () => ({ ...STATUS, connections }) }).run(
      "status",
    );
    expect(near.out).toMatch(/QuickBooks permission +connect again before 2026-12-24/);
  });

  it.each<[string, Partial<StatusView>, number]>([
    ["errors", {}, 1],
    ["decisions", { counts: { ...STATUS.counts, errors: 0, needsDecision: 2 } }, 3],
    ["a held delete", { counts: { ...STATUS.counts, errors: 0, heldDeletes: 1 } }, 3],
    ["held changes", { counts: { ...STATUS.counts, errors: 0, heldChanges: 1 } }, 3],
    ["nothing", { counts: { ...STATUS.counts, errors: 0, heldDeletes: 0 } }, 0],
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
    const error = { code: "MATCH_FOUND", message: "m", action: "a", vendor: null };
    const failure = { ...error, at: LOG_ENTRY.at, logId: "42" };
    const rejected = { ...LOG_ENTRY, id: "42", outcome: "rejected", error: failure } as const;
    const held = { ...LOG_ENTRY, id: "43", outcome: "held", error: failure } as const;
    const cli = createTestCli({ recordLog: async () => succeed([held, rejected, LOG_ENTRY]) });
    const entries = async (...words: string[]): Promise<unknown> =>
      JSON.parse((await cli.run("log", "--record", COOL_CARS.id, "--json", ...words)).out).entries;
    expect(await entries("--errors")).toEqual([rejected]);
    expect(await entries("--held")).toEqual([held]);
    expect(await entries()).toHaveLength(3);
    expect((await cli.run("log", "--errors", "--held")).code).toBe(2);
  });

  it("lets the service filter the log of all", async () => {
    const cli = createTestCli();
    await cli.run("log", "--held");
    expect(cli.app.engine.asked).toEqual([["log", { filter: "held", limit: 20 }]]);
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
    expect(out).toContain("Phone  PrimaryPhone.FreeFormNumber  <>  Phone  ask");
    await cli.run("mappings", MAPPING.id, "--real-time", "off");
    expect(cli.app.engine.asked.at(-1)).toEqual([
      "changeMapping",
      MAPPING.id,
      { realTime: false },
      "Operator",
    ]);
    expect((await cli.run("mappings", MAPPING.id, "--real-time", "maybe")).code).toBe(2);
  });

  it("sets who wins fields that both systems changed", async () => {
    const cli = createTestCli();
    const args = ["--policy", "phone=newest", "--policy", "name=salesforce"];
    expect((await cli.run("mappings", MAPPING.id, ...args)).code).toBe(0);
    const policies = { phone: "newest", name: "salesforce" };
    expect(cli.app.engine.asked.at(-1)).toEqual([
      "changeMapping",
      MAPPING.id,
      { policies },
      "Operator",
    ]);
  });

  it.each(["phone", "phone=oldest", "=newest"])("refuses the policy %s", async (policy) => {
    const { code, err } = await createTestCli().run("mappings", MAPPING.id, "--policy", policy);
    expect(code).toBe(2);
    expect(err).toContain("--policy must be <field>=<ask|salesforce|quickbooks|newest>");
  });

  it("says that a setting needs the mapping it is for", async () => {
    const { code, err } = await createTestCli().run("mappings", "--policy", "phone=newest");
    expect(code).toBe(2);
    expect(err).toContain("Name the mapping");
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
    expect(out).toContain(
      `58  Amy's Bird Sanctuary  created  Account ${COOL_CARS.id}  Created in Salesforce.\n`,
    );
  });

  it("does not say an outcome twice", async () => {
    const results = done.results.map((result) => ({ ...result, message: "Created." }));
    const cli = createTestCli({ viewRun: async () => succeed({ ...done, results }) });
    const { out } = await cli.run("sync-now", "Customer", "Id = '58'");
    expect(out).toContain(`created  Account ${COOL_CARS.id}\n`);
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

  it("says what a run waits for instead of sitting it out, and ends with 4", async () => {
    const waitingFor = "QuickBooks to answer again";
    const waiting = { ...RUN, waitingFor };
    const cli = createTestCli({
      startRun: async () => succeed(waiting),
      viewRun: async () => succeed(waiting),
    });
    const { code, out, err } = await cli.run("sync-now", "Customer", "--timeout", "60");
    expect(code).toBe(4);
    expect(err).toContain(`waits for ${waitingFor}`);
    expect(err.split("\n").length).toBeLessThan(4);
    expect(out).toContain(`Waits for ${waitingFor}\n`);
  });

  it("refuses an object that is not mapped, names those that are and ends with 2", async () => {
    const { code, err } = await createTestCli().run("sync-now", "Vendor");
    expect(code).toBe(2);
    expect(err).toContain("QuickBooks Vendor is not mapped; these are: Customer");
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
    for (const name of "send fetch link unlink decide sync-now status log mappings salesforce-key".split(
      " ",
    )) {
      expect(out).toContain(`  ${name} `);
    }
    for (const meaning of Object.values(EXIT_MEANINGS)) expect(out).toContain(meaning);
  });

  it("fits 80 columns, each command on one line", async () => {
    const cli = createTestCli();
    const { out } = await cli.run("help");
    const commands = /Commands:\n((?: {2}\S.*\n)+)\nExamples:/.exec(out)?.[1] ?? "";
    const names = Array.from(commands.matchAll(/^ {2}([\w-]+)/gm), ([, name]) => name ?? "");
    expect(names).toHaveLength(18);
    for (const name of ["", ...names]) {
      const text = (await cli.run("help", ...(name === "help" ? [] : [name].filter(Boolean)))).out;
      expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
    }
  });

  it("goes with a version", async () => {
    expect(await createTestCli().run("--version")).toMatchObject({ code: 0, out: "0.1.0\n" });
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
