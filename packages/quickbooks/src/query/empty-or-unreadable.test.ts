import { describe, expect, it } from "vitest";
import { createCompanyApi } from "../api/company-api.ts";
import { walkChanges } from "../changes/walk-changes.ts";
import { walkById } from "./query-records.ts";
import { CUSTOMER_ACCOUNT } from "@accord-sync/core/mapping/default-mappings.ts";
import { succeed } from "@accord-sync/core/records/result.ts";
import { writeCursor } from "../changes/change-cursor.ts";
import { sweepCompany } from "../changes/sweep-company.ts";
import { selectObservations, selectPage } from "./run-query.ts";

const NOW = Date.UTC(2026, 10, 23, 10);
const TIME = "2026-11-23T02:00:00.000-08:00";
const FAULT = {
  Error: [{ Message: "An error has occurred", Detail: "Try again", code: "10000" }],
  type: "SystemFault",
};

/** A company that gives one and the same good answer to everything. */
function apiThat(body: unknown) {
  const token = () => Promise.resolve(succeed("t"));
  const answer = { status: 200, headers: { intuit_tid: "1-tid" }, body: JSON.stringify(body) };
  return createCompanyApi({
    realmId: "1",
    baseUrl: "http://quickbooks.test",
    http: { exchange: () => Promise.resolve({ kind: "answer", answer }) },
    tokens: { current: token, renew: token },
    timeoutMs: 1_000,
  });
}

async function firstOf<T>(pages: AsyncIterable<T>): Promise<T> {
  for await (const page of pages) return page;
  throw new Error("nothing came");
}

const query = (body: unknown) =>
  firstOf(walkById({ api: apiThat(body), selection: { type: "Customer", where: [] }, rows: 10 }));

const changes = (body: unknown) => {
  const cursor = { state: "following", since: "2026-11-23T09:00:00Z" } as const;
  const walk = { api: apiThat(body), types: ["Customer", "Vendor"], now: NOW };
  return firstOf(walkChanges(walk, cursor));
};

describe("a query's answer", () => {
  it.each([
    ["no response", { time: TIME }],
    ["a response that is none", { QueryResponse: [], time: TIME }],
    ["rows that are no list", { QueryResponse: { Customer: { Id: "1" } }, time: TIME }],
    ["a row that is no record", { QueryResponse: { Customer: [null] }, time: TIME }],
  ])("with %s is unreadable, not empty", async (_what, body) => {
    expect(await query(body)).toMatchObject({
      ok: false,
      error: { code: "REMOTE_ANSWER_UNREADABLE" },
    });
  });

  it("with a fault in place of its rows is refused", async () => {
    expect(await query({ QueryResponse: { Fault: FAULT }, time: TIME })).toMatchObject({
      ok: false,
      error: { code: "REMOTE_FAILING", vendor: { code: "10000", requestId: "1-tid" } },
    });
  });

  it("without rows is empty", async () => {
    const page = await query({ QueryResponse: {}, time: TIME });
    expect(page).toMatchObject({ ok: true, value: { records: [], next: null } });
  });
});

describe("an answer of change data capture", () => {
  it.each([
    ["no parts", { CDCResponse: [], time: TIME }],
    ["a part without groups", { CDCResponse: [{}], time: TIME }],
    ["groups that are no list", { CDCResponse: [{ QueryResponse: {} }], time: TIME }],
    ["a group that is none", { CDCResponse: [{ QueryResponse: [{}, "x"] }], time: TIME }],
    [
      "records that are no list",
      { CDCResponse: [{ QueryResponse: [{ Customer: { Id: "1" } }, {}] }], time: TIME },
    ],
    [
      "a record without an Id",
      { CDCResponse: [{ QueryResponse: [{ Customer: [{ SyncToken: "1" }] }, {}] }], time: TIME },
    ],
    ["no time", { CDCResponse: [{ QueryResponse: [{}, {}] }] }],
  ])("with %s moves no cursor", async (_what, body) => {
    expect(await changes(body)).toMatchObject({
      ok: false,
      error: { code: "REMOTE_ANSWER_UNREADABLE" },
    });
  });

  it.each([
    ["its groups", { CDCResponse: [{ Fault: FAULT }], time: TIME }],
    ["one group", { CDCResponse: [{ QueryResponse: [{}, { Fault: FAULT }] }], time: TIME }],
  ])("with a fault in place of %s moves no cursor", async (_what, body) => {
    expect(await changes(body)).toMatchObject({ ok: false, error: { code: "REMOTE_FAILING" } });
  });

  it("without changes moves its cursor to the answer's own time", async () => {
    expect(await changes({ CDCResponse: [{ QueryResponse: [{}, {}] }], time: TIME })).toMatchObject(
      { ok: true, value: { changes: [], cursor: { since: "2026-11-23T09:59:55Z" } } },
    );
  });
});

describe("a record that lacks what every record has", () => {
  const broken = { Id: "7", DisplayName: "Ada" };
  const whole = {
    Id: "8",
    SyncToken: "0",
    DisplayName: "Bee",
    MetaData: { CreateTime: TIME, LastUpdatedTime: TIME },
  };

  it("is told apart by a sweep, which goes on", async () => {
    const body = {
      CDCResponse: [{ QueryResponse: [{ Customer: [broken, whole] }, {}, {}] }],
      time: TIME,
    };
    const cursor = writeCursor({ state: "following", since: "2026-11-23T09:00:00Z" });
    const swept = await sweepCompany(
      { api: apiThat(body), mappings: [CUSTOMER_ACCOUNT], now: Date.parse(TIME) },
      cursor,
    );
    expect(swept).toMatchObject({
      ok: true,
      value: {
        changes: [{ sighting: { observation: { ref: { id: "8" } } } }],
        unreadable: [{ type: "Customer", id: "7" }],
      },
    });
  });

  it("fails a look for one record, and is named: it may be the very one", async () => {
    const api = apiThat({ QueryResponse: { Customer: [whole, broken] }, time: TIME });
    const selection = { type: "Customer", where: [] };
    expect(await selectObservations(api, CUSTOMER_ACCOUNT, selection)).toMatchObject({
      ok: false,
      error: { code: "RECORD_UNREADABLE", params: { type: "Customer", id: "7" } },
    });
  });

  it("is told apart by a page, which goes on", async () => {
    const api = apiThat({ QueryResponse: { Customer: [broken, whole] }, time: TIME });
    const paging = { from: null, rows: 10 };
    const page = await selectPage(api, CUSTOMER_ACCOUNT, { type: "Customer", where: [] }, paging);
    expect(page).toMatchObject({
      ok: true,
      value: { items: [{ ref: { id: "8" } }], unreadable: [{ type: "Customer", id: "7" }] },
    });
  });
});
