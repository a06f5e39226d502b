import { describe, expect, it } from "vitest";
import type { HttpOutcome } from "@accord-sync/core/ports/http.ts";
import { readJson } from "@accord-sync/core/json/lossless-json.ts";
import { succeed } from "@accord-sync/core/records/result.ts";
import { createCompanyApi } from "../api/company-api.ts";
import { type BatchItem, encodeBatch, sendBatch } from "./write-batch.ts";

const create = (bId: string): BatchItem => ({
  bId,
  write: { operation: "create", type: "Customer", fields: { DisplayName: `Customer ${bId}` } },
});
const items: readonly BatchItem[] = [
  create("1"),
  {
    bId: "2",
    write: {
      operation: "update",
      type: "Invoice",
      version: { Id: "9", SyncToken: "0" },
      fields: { PrivateNote: "x" },
    },
  },
  {
    bId: "3",
    write: { operation: "delete", type: "Payment", version: { Id: "4", SyncToken: "1" } },
  },
  {
    bId: "4",
    write: { operation: "void", type: "Invoice", version: { Id: "12", SyncToken: "2" } },
  },
];

async function send(outcome: HttpOutcome) {
  const token = () => Promise.resolve(succeed("t"));
  const sent: string[] = [];
  const api = createCompanyApi({
    realmId: "1",
    baseUrl: "http://quickbooks.test",
    http: {
      exchange: ({ body }) => {
        sent.push(body ?? "");
        return Promise.resolve(outcome);
      },
    },
    tokens: { current: token, renew: token },
    timeoutMs: 1_000,
  });
  const batch = await sendBatch(api, items, encodeBatch("1", items, "r"));
  return { ...batch, sent };
}

const answer = (status: number, body: string): HttpOutcome => ({
  kind: "answer",
  answer: { status, headers: { intuit_tid: "1-tid" }, body },
});
const responses = (...list: readonly unknown[]) =>
  answer(200, JSON.stringify({ BatchItemResponse: list, time: "x" }));
const fault = (bId: string, code: string, type = "ValidationFault") => ({
  bId,
  Fault: { Error: [{ Message: "M", Detail: "D", code, element: "" }], type },
});

describe("a batch", () => {
  it("has one body with all its writes, each under its own id", () => {
    const { path, body } = encodeBatch("1", items, "r");
    expect(path).toBe("/v3/company/1/batch?requestid=r&minorversion=75");
    expect(readJson(body)).toEqual({
      BatchItemRequest: [
        { bId: "1", operation: "create", Customer: { DisplayName: "Customer 1" } },
        {
          bId: "2",
          operation: "update",
          Invoice: { Id: "9", SyncToken: "0", sparse: true, PrivateNote: "x" },
        },
        { bId: "3", operation: "delete", Payment: { Id: "4", SyncToken: "1" } },
        { bId: "4", operation: "void", Invoice: { Id: "12", SyncToken: "2", sparse: true } },
      ],
    });
  });

  it("writes anew, where there is no sparse update, by an update without that word", () => {
    const write = {
      operation: "replace",
      type: "TimeActivity",
      version: { Id: "5", SyncToken: "0" },
      fields: { Description: "x" },
    } as const;
    expect(readJson(encodeBatch("1", [{ bId: "1", write }], "r").body)).toEqual({
      BatchItemRequest: [
        {
          bId: "1",
          operation: "update",
          TimeActivity: { Id: "5", SyncToken: "0", Description: "x" },
        },
      ],
    });
  });

  it("tells the end of each item by its id, whatever their order", async () => {
    const { ends, intuitTid, sent } = await send(
      responses(
        { bId: "3", Payment: { domain: "QBO", status: "Deleted", Id: "4" } },
        fault("2", "5010"),
        { bId: "1", Customer: { Id: "70", SyncToken: "0" } },
        fault("4", "10000", "SystemFault"),
      ),
    );
    expect(intuitTid).toBe("1-tid");
    expect(Object.fromEntries(ends)).toMatchObject({
      "1": { outcome: "applied", record: { Id: "70" }, intuitTid: "1-tid" },
      "2": {
        outcome: "rejected",
        error: { code: "QBO_STALE_VERSION", params: { id: "9" }, vendor: { requestId: "1-tid" } },
      },
      "3": { outcome: "applied", record: { status: "Deleted" } },
      "4": { outcome: "unknown", error: { code: "REMOTE_FAILING" } },
    });
    expect(sent).toHaveLength(1);
  });

  it("leaves an item in doubt that is not answered, answered twice or answered as another", async () => {
    const { ends } = await send(
      responses(
        { bId: "1", Customer: { Id: "70", SyncToken: "0" } },
        { bId: "1", Customer: { Id: "71", SyncToken: "0" } },
        { bId: "2", Invoice: { Id: "8", SyncToken: "1" } },
        { bId: "4", Customer: { Id: "12", SyncToken: "3" } },
        { Payment: { status: "Deleted", Id: "4" } },
      ),
    );
    expect([...ends.values()].map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: 4 }, () => "unknown"),
    );
  });

  it.each([
    ["rejected", answer(400, JSON.stringify(fault("", "1040")))],
    ["rejected", answer(429, "")],
    ["rejected", { kind: "refused", reason: "r" }],
    ["unknown", answer(502, "<html>")],
    ["unknown", answer(200, "")],
    ["unknown", { kind: "lost", reason: "r" }],
    ["unknown", { kind: "timeout", reason: "r" }],
  ] as const)("is %s as a whole with its request", async (expected, outcome) => {
    const { ends } = await send(outcome);
    expect([...ends.values()].map((end) => end.outcome)).toEqual(
      Array.from({ length: 4 }, () => expected),
    );
  });

  it.each([
    ["no item", [], "r"],
    ["31 items", Array.from({ length: 31 }, (_, n) => create(String(n))), "r"],
    ["a requestid of 37 characters", [create("1")], "r".repeat(37)],
    ["no requestid", [create("1")], ""],
    ["a bId of 11 characters", [create("12345678901")], "r"],
    ["an empty bId", [create("")], "r"],
    ["a bId twice", [create("1"), create("1")], "r"],
    [
      "a record twice",
      [items[1], { ...items[1], bId: "9" }].filter((item) => item !== undefined) as BatchItem[],
      "r",
    ],
  ])("is never made with %s", (_what, given, requestId) => {
    expect(() => encodeBatch("1", given, requestId)).toThrow();
  });

  it("is made with 30 items, ids of 10 and a requestid of 36", () => {
    const most = Array.from({ length: 30 }, (_, n) => create(String(n).padStart(10, "0")));
    expect(encodeBatch("1", most, "r".repeat(36)).body).toContain("0000000029");
  });
});
