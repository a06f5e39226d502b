import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { fail } from "@accord-sync/core/records/result.ts";
import { describe, expect, it } from "vitest";
import { COOL_CARS, createFakeEngine } from "../../test/fake-engine.ts";
import { createTestApp, operator } from "../../test/test-app.ts";

const RECORD = `/api/v1/records/Account/${COOL_CARS.id}`;

describe("/records", () => {
  it("answers the engine's view of a record as it is", async () => {
    const { app } = createTestApp();
    const answer = await app.inject({ url: RECORD, headers: operator });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual(COOL_CARS);
  });

  it("knows a record by its 15-character id too", async () => {
    const { app, engine } = createTestApp();
    const url = "/api/v1/records/Account/001000000000001";
    expect((await app.inject({ url, headers: operator })).statusCode).toBe(200);
    expect(engine.asked).toEqual([["viewRecord", "Account", "001000000000001AAA"]]);
  });

  it("answers 404 with what to do for a record that nobody knows", async () => {
    const { app } = createTestApp();
    const url = "/api/v1/records/Account/001000000000009AAA";
    const answer = await app.inject({ url, headers: operator });
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toEqual({
      error: {
        code: "RECORD_UNKNOWN",
        message: "There is no Account 001000000000009AAA.",
        action: "Check the record id.",
      },
    });
  });

  it("answers 400 for text that is no record id and never asks the engine", async () => {
    const { app, engine } = createTestApp();
    const url = "/api/v1/records/Account/58";
    const answer = await app.inject({ url, headers: operator });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().error.message).toContain("id must be a record id of 15 or 18 characters");
    expect(engine.asked).toEqual([]);
  });

  it("sends with 202, asks about matches unless told otherwise, and names the actor", async () => {
    const { app, engine } = createTestApp();
    const url = `${RECORD}/send`;
    const plain = await app.inject({ method: "POST", url, headers: operator });
    const create = await app.inject({
      method: "POST",
      url,
      headers: operator,
      payload: { onMatch: "create" },
    });
    expect([plain.statusCode, create.statusCode]).toEqual([202, 202]);
    expect(engine.asked).toEqual([
      ["send", "Account", COOL_CARS.id, { onMatch: "ask", actor: "Operator" }],
      ["send", "Account", COOL_CARS.id, { onMatch: "create", actor: "Operator" }],
    ]);
  });

  it("takes a call that states JSON and sends no body", async () => {
    const { app } = createTestApp();
    const headers = { ...operator, "content-type": "application/json" };
    const answer = await app.inject({ method: "POST", url: `${RECORD}/fetch`, headers });
    expect(answer.statusCode).toBe(202);
  });

  it.each([
    ["send", { onMatch: "perhaps" }, 'onMatch must be "ask" or "create"'],
    ["send", { onmatch: "ask" }, "onmatch"],
    ["link", { quickbooksId: "58; drop" }, "quickbooksId must be a QuickBooks id"],
    ["link", {}, "quickbooksId"],
    ["decide", { entry: "1", keep: "both" }, 'keep must be "salesforce" or "quickbooks"'],
  ])("refuses %s with %j in one clear sentence", async (action, payload, sentence) => {
    const { app, engine } = createTestApp();
    const url = `${RECORD}/${action}`;
    const answer = await app.inject({ method: "POST", url, headers: operator, payload });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().error.code).toBe("API_BAD_REQUEST");
    expect(answer.json().error.message).toContain(sentence);
    expect(engine.asked).toEqual([]);
  });

  it("hands on which values were looked at when it was decided", async () => {
    const { app, engine } = createTestApp();
    const url = `${RECORD}/decide`;
    const payload = { entry: "12", keep: "quickbooks", seen: '["a",null]' };
    const answer = await app.inject({ method: "POST", url, headers: operator, payload });
    expect(answer.statusCode).toBe(200);
    expect(engine.asked).toEqual([
      ["decide", "Account", COOL_CARS.id, { ...payload, actor: "Operator" }],
    ]);
  });

  it.each([
    ["DECISION_OUT_OF_DATE", 409],
    ["LINK_TAKEN", 409],
    ["RECORD_NOT_LINKED", 409],
    ["RECORD_BUSY", 409],
    ["OBJECT_NOT_MAPPED", 409],
    ["REMOTE_UNREACHABLE", 503],
    ["AUTH_REFRESH_REJECTED", 503],
  ] as const)("answers %s with %i", async (code, status) => {
    const vendor = { code: "6240", message: "Duplicate", detail: "d", requestId: "1-2" };
    const engine = createFakeEngine({
      link: async () => fail(operationalError(code, {}, { vendor })),
    });
    const { app } = createTestApp({}, engine);
    const answer = await app.inject({
      method: "POST",
      url: `${RECORD}/link`,
      headers: operator,
      payload: { quickbooksId: "3" },
    });
    expect(answer.statusCode).toBe(status);
    expect(answer.json().error).toMatchObject({ code, details: { vendor } });
  });

  it("hides what broke inside and says that something did", async () => {
    const engine = createFakeEngine({
      viewRecord: () => Promise.reject(new Error("secret path /home/x")),
    });
    const { app } = createTestApp({}, engine);
    const answer = await app.inject({ url: RECORD, headers: operator });
    expect(answer.statusCode).toBe(500);
    expect(answer.json().error.code).toBe("INTERNAL");
    expect(answer.body).not.toContain("secret");
  });
});
