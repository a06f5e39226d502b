import { describe, expect, it } from "vitest";
import { createFakeEngine } from "../../test/fake-engine.ts";
import { createTestApp, signWebhook } from "../../test/test-app.ts";

const NOTICES = [
  {
    realmId: "9341452700000001",
    type: "Customer",
    id: "58",
    operation: "updated",
    time: "2026-11-23T10:20:30Z",
  },
];

const post = (
  payload: string,
  signature: string | null,
  type = "application/cloudevents+json",
) => ({
  method: "POST" as const,
  url: "/webhooks/quickbooks",
  headers: {
    "content-type": type,
    ...(signature === null ? {} : { "intuit-signature": signature }),
  },
  payload,
});

describe("POST /webhooks/quickbooks", () => {
  it.each(["application/json", "application/cloudevents+json", "text/plain"])(
    "records signed notices and answers 200, whatever their content type (%s)",
    async (type) => {
      const { app, engine } = createTestApp();
      const body = JSON.stringify(NOTICES);
      const answer = await app.inject(post(body, signWebhook(body), type));
      expect(answer.statusCode).toBe(200);
      expect(engine.asked).toEqual([["receiveWebhooks", NOTICES]]);
    },
  );

  it.each([
    ["wrong", "bm9uc2Vuc2U="],
    ["missing", null],
  ])("answers 401 to a %s signature, counts it and stores nothing", async (_case, signature) => {
    const { app, engine } = createTestApp();
    const answer = await app.inject(post(JSON.stringify(NOTICES), signature));
    expect(answer.statusCode).toBe(401);
    expect(answer.json().error.code).toBe("WEBHOOK_SIGNATURE_WRONG");
    expect(engine.asked).toEqual([["countRefusedWebhook"]]);
  });

  it("checks the exact bytes: one more space and the signature is wrong", async () => {
    const { app, engine } = createTestApp();
    const body = JSON.stringify(NOTICES);
    const answer = await app.inject(post(`${body} `, signWebhook(body)));
    expect(answer.statusCode).toBe(401);
    expect(engine.asked).toEqual([["countRefusedWebhook"]]);
  });

  it("takes a signed body that is not readable, which no repetition would mend, and counts it", async () => {
    const { app, engine } = createTestApp();
    const answer = await app.inject(post("{torn", signWebhook("{torn")));
    expect(answer.statusCode).toBe(200);
    expect(engine.asked).toEqual([["countRefusedWebhook", 1]]);
  });

  it("records what it can read of a batch, counts the rest and answers 200", async () => {
    const { app, engine } = createTestApp();
    const body = JSON.stringify([null, ...NOTICES, null]);
    expect((await app.inject(post(body, signWebhook(body)))).statusCode).toBe(200);
    expect(engine.asked).toEqual([
      ["receiveWebhooks", NOTICES],
      ["countRefusedWebhook", 2],
    ]);
  });

  it("takes a signed batch of nothing for what it is", async () => {
    const { app, engine } = createTestApp();
    expect((await app.inject(post("[]", signWebhook("[]")))).statusCode).toBe(200);
    expect(engine.asked).toEqual([]);
  });

  it("answers 413 to a body beyond the limit", async () => {
    const { app, engine } = createTestApp();
    const body = "x".repeat(1_500_001);
    const answer = await app.inject(post(body, signWebhook(body)));
    expect(answer.statusCode).toBe(413);
    expect(engine.asked).toEqual([]);
  });

  it("answers 5xx when the notices cannot be stored, so that they are delivered again", async () => {
    const engine = createFakeEngine({
      receiveWebhooks: () => Promise.reject(new Error("disk full")),
    });
    const { app } = createTestApp({}, engine);
    const body = JSON.stringify(NOTICES);
    expect((await app.inject(post(body, signWebhook(body)))).statusCode).toBe(500);
  });
});
