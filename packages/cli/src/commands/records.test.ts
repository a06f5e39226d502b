import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { fail, succeed } from "@accord-sync/core/records/result.ts";
import type { ErrorView, MatchView, RecordView } from "@accord-sync/engine/engine-api.ts";
import { describe, expect, it } from "vitest";
import { COOL_CARS } from "../../../server/test/fake-engine.ts";
import { createTestCli } from "../../test/test-cli.ts";

const ID = COOL_CARS.id;
const BUSY: RecordView = { ...COOL_CARS, status: "syncing", statusLabel: "Syncing", busy: true };
const DUPLICATE: ErrorView = {
  code: "QBO_DUPLICATE_NAME",
  message: "Another customer has the name 'Cool Cars'",
  action: "Give one of the two another name.",
  vendor: { code: "6240", message: "Duplicate Name Exists Error", detail: "", requestId: "1-2" },
  at: "2026-11-23T10:20:30Z",
  logId: "41",
};
const MATCH: MatchView = {
  quickbooksId: "3",
  name: "Cool Cars",
  compare: [
    {
      field: "email",
      label: "Email",
      kind: "text",
      salesforce: null,
      quickbooks: "cool@cars.example",
    },
  ],
  currency: "USD",
  asOf: "2026-11-23T10:00:00Z",
  active: true,
  url: "http://localhost:4002/app/customerdetail?nameId=3",
  linkedTo: null,
};

/** An engine whose record is busy at first and ends as `last` after `polls` looks. */
function endsAs(last: Partial<RecordView>, polls = 3) {
  let looks = 0;
  return createTestCli({
    send: async () => succeed(BUSY),
    viewRecord: async () => {
      looks += 1;
      return succeed(looks < polls ? BUSY : { ...COOL_CARS, ...last });
    },
  });
}

describe("accord send", () => {
  it("waits until the record is in step and ends with 0", async () => {
    const { code, out } = await endsAs({}).run("send", "Account", ID);
    expect(code).toBe(0);
    expect(out).toBe(`Cool Cars  Account ${ID}
  Status      In Sync. Both systems hold the same values.
  QuickBooks  Customer 3  Cool Cars  http://localhost:4002/app/customerdetail?nameId=3
  Company     Craig's Design and Landscaping Services
  Last sync   2026-11-23 10:20:30 UTC
`);
  });

  it.each([[["Account", ID]], [[`Account/${ID}`]], [[ID]]])(
    "finds the record by %j",
    async (words) => {
      const cli = createTestCli();
      expect((await cli.run("send", ...words)).code).toBe(0);
      expect(cli.app.engine.asked[0]).toEqual([
        "send",
        "Account",
        ID,
        { onMatch: "ask", actor: "Operator" },
      ]);
    },
  );

  it("creates in spite of a match only when told so", async () => {
    const cli = createTestCli();
    await cli.run("send", ID, "--create");
    expect(cli.app.engine.asked[0]?.at(-1)).toMatchObject({ onMatch: "create" });
  });

  it("ends with 1 for a red record, and says what happened and what to do", async () => {
    const red = { status: "error", statusLabel: "Error", error: DUPLICATE } as const;
    const { code, out } = await endsAs(red).run("send", ID);
    expect(code).toBe(1);
    expect(out).toContain("Another customer has the name 'Cool Cars' (QBO_DUPLICATE_NAME)");
    expect(out).toContain("What to do       Give one of the two another name.");
    expect(out).toContain("QuickBooks said  6240: Duplicate Name Exists Error");
  });

  it.each<[string, Partial<RecordView>, number]>([
    ["a match to choose", { status: "notLinked", matches: [MATCH] }, 3],
    ["an open decision", { status: "needsDecision" }, 3],
    [
      "an error only a person ends",
      { status: "error", error: { ...DUPLICATE, code: "MATCH_FOUND" } },
      3,
    ],
    ["work that waits", { status: "waiting", waitingFor: "QuickBooks" }, 4],
    ["a record that stayed unlinked", { status: "notLinked" }, 1],
  ])("ends %s with the code for it", async (_case, last, expected) => {
    expect((await endsAs(last).run("send", ID)).code).toBe(expected);
  });

  it("names the command that links a match", async () => {
    const last = { status: "notLinked", matches: [MATCH] } as const;
    const { out } = await endsAs(last).run("send", ID);
    expect(out).toContain(`npm run accord -- link ${ID} 3`);
    expect(out).not.toContain("--create");
    expect(out).toContain(`give this record another name, then   npm run accord -- send ${ID}`);
  });

  it("offers to create another one only where QuickBooks would take the name", async () => {
    const matches = [{ ...MATCH, name: "Cool Cars of Bayshore" }];
    const { out } = await endsAs({ status: "notLinked", matches }).run("send", ID);
    expect(out).toContain(`npm run accord -- send ${ID} --create`);
  });

  it("ends with 4 when the time runs out, while the work goes on", async () => {
    const cli = createTestCli({
      send: async () => succeed(BUSY),
      viewRecord: async () => succeed(BUSY),
    });
    const { code, err } = await cli.run("send", ID, "--timeout", "12");
    expect(code).toBe(4);
    expect(err).toMatch(/^Sending Cool Cars … 5 s\nSending Cool Cars … 10 s\n$/);
  });

  it("does not sit out a system that is down", async () => {
    const waiting: RecordView = { ...BUSY, status: "waiting", waitingFor: "QuickBooks to answer" };
    const cli = createTestCli({
      send: async () => succeed(waiting),
      viewRecord: async () => succeed(waiting),
    });
    const { code, err, out } = await cli.run("send", ID);
    expect(code).toBe(4);
    expect(out).toContain("Waits for   QuickBooks to answer");
    expect(err.split("\n").length).toBeLessThan(4);
  });

  it("ends at once with --no-wait", async () => {
    const cli = endsAs({});
    const { code } = await cli.run("send", ID, "--no-wait");
    expect(code).toBe(4);
  });

  it("prints one JSON document with --json, and progress elsewhere", async () => {
    const { out } = await endsAs({}).run("send", ID, "--json");
    expect(JSON.parse(out)).toEqual(COOL_CARS);
  });
});

describe("accord link, unlink and decide", () => {
  it("links and ends with 3 while fields differ", async () => {
    const open = {
      ...COOL_CARS,
      status: "needsDecision",
      decisions: [
        {
          entry: "12",
          field: "phone",
          label: "Phone",
          kind: "difference",
          salesforce: "1",
          quickbooks: null,
          openedAt: "2026-11-23T10:20:30Z",
          salesforceEdit: { by: "Ada Admin", at: "2026-11-23T10:19:30Z" },
          quickbooksEdit: { by: null, at: "2026-11-23T10:20:10Z" },
          reason: "The two records differed when they were linked.",
          seen: "",
        },
      ],
    } as const satisfies RecordView;
    const cli = createTestCli({ link: async () => succeed(open) });
    const { code, out } = await cli.run("link", ID, "3");
    expect(code).toBe(3);
    expect(out).toContain('Decide      12  Phone: Salesforce "1", QuickBooks (empty)');
    expect(out).toContain("Salesforce by Ada Admin, 2026-11-23 10:19:30 UTC");
    expect(out).toContain("QuickBooks 2026-11-23 10:20:10 UTC, it tells of no user");
    expect(out).toContain("The two records differed when they were linked.");
    expect(out).toContain(`npm run accord -- decide ${ID} 12 salesforce`);
  });

  it("ends an unlink with 0 although the record is linked no more", async () => {
    const apart: RecordView = { ...COOL_CARS, status: "notLinked", quickbooks: null };
    const cli = createTestCli({ unlink: async () => succeed(apart) });
    expect((await cli.run("unlink", "Account", ID)).code).toBe(0);
  });

  it("decides by the field's name", async () => {
    const asked: unknown[] = [];
    const entry = { entry: "12", field: "phone", label: "Phone", kind: "conflict" } as const;
    const values = { salesforce: "1", quickbooks: "2", openedAt: "2026-11-23T10:20:30Z" };
    const unknown = { by: null, at: null };
    const edits = { salesforceEdit: unknown, quickbooksEdit: unknown, reason: null, seen: "" };
    const cli = createTestCli({
      viewRecord: async () =>
        succeed({ ...COOL_CARS, decisions: [{ ...entry, ...values, ...edits }] }),
      decide: async (...given) => {
        asked.push(given);
        return succeed(COOL_CARS);
      },
    });
    expect((await cli.run("decide", ID, "phone", "quickbooks")).code).toBe(0);
    expect(asked).toEqual([
      ["Account", ID, { entry: "12", keep: "quickbooks", actor: "Operator" }],
    ]);
    const wrong = await cli.run("decide", ID, "fax", "quickbooks");
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain("Open are: 12 (phone).");
  });
});

describe("accord, refused", () => {
  it.each([
    [["send"], "missing"],
    [["send", "58"], '"58" does not say which object it is'],
    [["send", "Account", ID, "more"], "too many"],
    [["link", ID], "Arguments are missing"],
    [["frobnicate"], "unknown command"],
    [["send", ID, "--timeout", "soon"], "must be a number of seconds"],
  ])("ends with 2 and a sentence for %j", async (words, sentence) => {
    const { code, err } = await createTestCli().run(...words);
    expect(code).toBe(2);
    expect(err.toLowerCase()).toContain(sentence.toLowerCase());
  });

  it("ends with 1 for a record that nobody knows, in the service's words", async () => {
    const { code, err } = await createTestCli().run("send", "Account", "001000000000009AAA");
    expect(code).toBe(1);
    expect(err).toBe("There is no Account 001000000000009AAA.\nCheck the record id.\n");
  });

  it("prints a refusal as JSON with --json", async () => {
    const { code, out, err } = await createTestCli().run("fetch", "001000000000009AAA", "--json");
    expect([code, err]).toEqual([1, ""]);
    expect(JSON.parse(out).error.code).toBe("RECORD_UNKNOWN");
  });

  it.each([
    [["send"], "Missing required argument 'record'.", "help send shows the arguments"],
    [["log", "--bogus"], "Unknown option '--bogus'.", "help log shows the arguments"],
    [["sned"], "Unknown command 'sned'\n(Did you mean send?)", "help shows the commands"],
  ])(
    "says of %j what is wrong and which help to ask, as text and as JSON",
    async (words, ...said) => {
      const [message, help] = said;
      const text = await createTestCli().run(...words);
      expect([text.code, text.out]).toEqual([2, ""]);
      expect(text.err).toContain(`${message}\nnpm run accord -- ${help}`);
      const json = await createTestCli().run(...words, "--json");
      expect([json.code, json.err]).toEqual([2, ""]);
      expect(JSON.parse(json.out).error).toMatchObject({ code: "USAGE", message });
    },
  );

  it.each([
    ["OBJECT_NOT_MAPPED", 2],
    ["RECORD_BUSY", 4],
    ["REMOTE_UNREACHABLE", 4],
    ["AUTH_REFRESH_REJECTED", 3],
    ["LINK_TAKEN", 3],
  ] as const)("ends %s with %i", async (code, expected) => {
    const cli = createTestCli({ link: async () => fail(operationalError(code)) });
    expect((await cli.run("link", ID, "3")).code).toBe(expected);
  });

  it("ends with 5 when the service does not answer", async () => {
    const http = { exchange: async () => ({ kind: "refused", reason: "ECONNREFUSED" }) as const };
    const { code, err } = await createTestCli({}, { http }).run("status");
    expect(code).toBe(5);
    expect(err).toContain("npm start");
  });

  it("says so when the operator token is another service's", async () => {
    const { code, err } = await createTestCli({}, { token: "another" }).run("status");
    expect(code).toBe(1);
    expect(err).toContain("ACCORD_DATA");
  });
});
