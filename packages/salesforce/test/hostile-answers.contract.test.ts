/** Answers that Salesforce should not give: nothing of them is believed, and nothing is lost by them. */
import { describe, expect, it } from "vitest";
import { CUSTOMER_ACCOUNT, ITEM_PRODUCT } from "@accord-sync/core/mapping/default-mappings.ts";
import type { JobSteps } from "@accord-sync/core/ports/many-records.ts";
import type { HttpAnswer, HttpRequest } from "@accord-sync/core/ports/http.ts";
import { BULK_ABOVE_ROWS } from "../src/many/choose-writing.ts";
import { createSalesforceRemote } from "../src/salesforce-remote.ts";
import { createOf, EmulatedOrg, ORG_ID, ORIGIN, updateOf } from "./emulated-org.ts";

const REALM = "9341452700000001";

/** The adapter in front of an org whose answers are changed on their way; the work is done all the same. */
function remoteThatHears(
  org: EmulatedOrg,
  change: (answer: HttpAnswer, request: HttpRequest) => HttpAnswer,
) {
  const { tokens } = org;
  const http = {
    async exchange(request: HttpRequest) {
      const outcome = await org.http.exchange(request);
      if (outcome.kind !== "answer") return outcome;
      return { kind: "answer" as const, answer: change(outcome.answer, request) };
    },
  };
  return createSalesforceRemote({ orgId: ORG_ID, instanceUrl: ORIGIN, http, tokens });
}

const customers = (count: number) =>
  Array.from({ length: count }, (_, number) => ({
    key: `c${number}`,
    write: createOf(CUSTOMER_ACCOUNT, `${REALM}:Customer:${5_000 + number}`, {
      Name: `Import ${number}`,
    }),
  }));

class Caller implements JobSteps {
  known: string | null = null;
  readonly #org: EmulatedOrg;

  constructor(org: EmulatedOrg) {
    this.#org = org;
  }

  opened = (jobId: string) => {
    this.known = jobId;
    return Promise.resolve();
  };

  rest = () => {
    this.#org.now += 5_000;
    return Promise.resolve();
  };
}

const html = "<html><body>Maintenance</body></html>";

const ANSWERS: readonly (readonly [string, (answer: HttpAnswer) => HttpAnswer])[] = [
  ["a page of 200", (answer) => ({ ...answer, body: html })],
  ["a page of 503", (answer) => ({ ...answer, status: 503, body: html })],
  ["a body cut short", (answer) => ({ ...answer, body: answer.body.slice(0, -9) })],
  ["an empty body", (answer) => ({ ...answer, body: "" })],
  [
    "a body that lost characters",
    (answer) => ({ ...answer, isLossy: true, body: answer.body.replace("Import", "Imp\uFFFDrt") }),
  ],
  ["a redirect", (answer) => ({ ...answer, status: 302, body: "" })],
  ["a 204", (answer) => ({ ...answer, status: 204, body: "" })],
  ["no steps", (answer) => ({ ...answer, body: '{"compositeResponse":[]}' })],
  ["steps of another kind", (answer) => ({ ...answer, body: '{"compositeResponse":[1,null]}' })],
  [
    "steps that do not say how they ended",
    (answer) => ({ ...answer, body: answer.body.replaceAll('"httpStatusCode"', '"status"') }),
  ],
  [
    "steps that end in words",
    (answer) => ({
      ...answer,
      body: answer.body.replaceAll(/"httpStatusCode":\d+/g, '"httpStatusCode":"fine"'),
    }),
  ],
];

describe.each(ANSWERS)("a write answered by %s", (_what, change) => {
  it("is in doubt: neither done nor refused", async () => {
    const org = new EmulatedOrg();
    const remote = remoteThatHears(org, change);
    const [{ write }] = customers(1) as [ReturnType<typeof customers>[number]];
    const receipt = await remote.send(write.mapping, remote.encode(write, "intent"));
    expect(receipt).toMatchObject({ outcome: "unknown" });
  });

  it("is in doubt among many as well", async () => {
    const org = new EmulatedOrg();
    const { many } = remoteThatHears(org, change);
    const end = await many.writeMany(CUSTOMER_ACCOUNT, customers(3), new Caller(org));
    expect([...end.receipts.values()].map(({ outcome }) => outcome)).toEqual(
      Array(3).fill("unknown"),
    );
  });
});

describe("a look", () => {
  it.each([
    ["that lost characters", { isLossy: true }],
    ["at an address that is no org's", { status: 404, body: NO_RESOURCE }],
  ])("%s is believed in nothing, and never that the record is gone", async (_what, changed) => {
    const org = new EmulatedOrg();
    const remote = remoteThatHears(org, (answer) => ({ ...answer, ...changed }));
    const seen = await remote.observe(CUSTOMER_ACCOUNT, org.idOf("Account", "Cool Cars"));
    expect(seen).toMatchObject({ ok: false, error: { code: "REMOTE_ANSWER_UNREADABLE" } });
  });
});

const NO_RESOURCE = '[{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}]';

describe("a session that ends inside a composite", () => {
  it("refuses the whole, which was undone", async () => {
    const org = new EmulatedOrg();
    const seen = await org.look(CUSTOMER_ACCOUNT, org.idOf("Account", "Cool Cars"));
    org.setFaults({
      match: { path: "/sobjects/Account" },
      fault: "subrequest",
      status: 401,
      errorCode: "INVALID_SESSION_ID",
      message: "Session expired or invalid",
    });
    const receipt = await org.send(updateOf(CUSTOMER_ACCOUNT, seen, { Phone: "1" }));
    expect(receipt).toMatchObject({ outcome: "rejected", error: { code: "AUTH_EXPIRED" } });
    expect((await org.look(CUSTOMER_ACCOUNT, seen.ref.id)).image).toEqual(seen.image);
  });
});

const isClosing = ({ method, body }: HttpRequest) =>
  method === "PATCH" && (body ?? "").includes("UploadComplete");

describe("the closing of a load", () => {
  it("that is answered by a failing gateway, and was done, is settled by a look at the job", async () => {
    const org = new EmulatedOrg();
    const remote = remoteThatHears(org, (answer, request) =>
      isClosing(request) ? { ...answer, status: 503, body: html } : answer,
    );
    const rows = customers(BULK_ABOVE_ROWS + 1);
    const end = await remote.many.writeMany(CUSTOMER_ACCOUNT, rows, new Caller(org));
    const ends = new Set([...end.receipts.values()].map(({ outcome }) => outcome));
    expect([...ends]).toEqual(["applied"]);
  });
});

describe("a scan", () => {
  const isPage = ({ url }: HttpRequest) => url.includes("/results?");
  const again = (headers: HttpAnswer["headers"]) => ({ ...headers, "sforce-locator": "MTA" });

  it.each<readonly [string, (answer: HttpAnswer, request: HttpRequest) => HttpAnswer]>([
    [
      "whose page lost characters",
      (answer, at) => (isPage(at) ? { ...answer, isLossy: true } : answer),
    ],
    [
      "whose pages never end",
      (answer, at) => (isPage(at) ? { ...answer, headers: again(answer.headers) } : answer),
    ],
  ])("%s is given up", async (_what, change) => {
    const org = new EmulatedOrg();
    const { many } = remoteThatHears(org, change);
    const { opened, rest } = new Caller(org);
    const page = () => Promise.resolve();
    const steps = { known: null, from: null, opened, rest, page };
    const read = await many.scan(CUSTOMER_ACCOUNT, steps);
    expect(read).toMatchObject({ ok: false, error: { code: "REMOTE_ANSWER_UNREADABLE" } });
  });
});

describe("a job that was opened without an id", () => {
  it("is none: nothing is kept of it, and nothing is asked of it", async () => {
    const org = new EmulatedOrg();
    const isOpening = ({ method, url }: HttpRequest) => method === "POST" && url.includes("/jobs/");
    const { many } = remoteThatHears(org, (answer, request) =>
      isOpening(request) ? { ...answer, body: "{}" } : answer,
    );
    const caller = new Caller(org);
    const { opened, rest } = caller;
    const steps = { known: null, from: null, opened, rest, page: () => Promise.resolve() };
    expect(await many.scan(CUSTOMER_ACCOUNT, steps)).toMatchObject({
      ok: false,
      error: { code: "REMOTE_ANSWER_UNREADABLE" },
    });
    const loaded = await many.writeMany(CUSTOMER_ACCOUNT, customers(BULK_ABOVE_ROWS + 1), caller);
    expect([...loaded.receipts.values()].every(({ outcome }) => outcome === "rejected")).toBe(true);
    expect(caller.known).toBeNull();
    expect(org.sent).toHaveLength(2);
  });
});

describe("every call of a whole journey", () => {
  it("names us, whatever it is for: looks, writes, loads, describes, set-up, who we are", async () => {
    const org = new EmulatedOrg();
    const { remote } = org;
    await remote.describeOrg();
    await remote.listCaptured();
    await remote.findMatches(CUSTOMER_ACCOUNT, "Cool Cars", `${REALM}:Customer:1`);
    await remote.checkAccess([CUSTOMER_ACCOUNT, ITEM_PRODUCT]);
    const seen = await org.look(CUSTOMER_ACCOUNT, org.idOf("Account", "Cool Cars"));
    org.now += 2_000;
    await org.send(updateOf(CUSTOMER_ACCOUNT, seen, { Phone: "1" }));
    await remote.sweep([CUSTOMER_ACCOUNT, ITEM_PRODUCT], null, org.now);
    await remote.many.writeMany(CUSTOMER_ACCOUNT, customers(3), new Caller(org));
    const rows = customers(BULK_ABOVE_ROWS + 1);
    await remote.many.writeMany(CUSTOMER_ACCOUNT, rows, new Caller(org));
    await remote.many.readMany(CUSTOMER_ACCOUNT, [seen.ref.id, "001000000000000AAA"]);
    const scan = { from: null, page: () => Promise.resolve() };
    const caller = new Caller(org);
    const { opened, rest } = caller;
    await remote.many.scan(CUSTOMER_ACCOUNT, { known: null, opened, rest, ...scan });
    const unnamed = org.sent.filter(
      ({ headers }) => headers["sforce-call-options"] !== "client=AccordSync",
    );
    expect(unnamed.map(({ method, url }) => `${method} ${url}`)).toEqual([]);
    const kinds = [
      "/userinfo",
      "/tooling/query",
      "/describe",
      "/composite",
      "/jobs/ingest",
      "/jobs/query",
      "/query",
    ];
    for (const kind of kinds) {
      expect(org.sent.filter(({ url }) => url.includes(kind)).length, kind).toBeGreaterThan(0);
    }
  });
});
