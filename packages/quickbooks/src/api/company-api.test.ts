import { describe, expect, it } from "vitest";
import type { Permit } from "@accord-sync/core/ports/permit.ts";
import { succeed } from "@accord-sync/core/records/result.ts";
import { createQuickbooksRemote } from "../quickbooks-remote.ts";

/** Tells in which order the token, the permit and the request come. */
function setUp(status: number) {
  const order: string[] = [];
  const token = (word: string) => async () => {
    await Promise.resolve();
    order.push(word);
    return succeed(word);
  };
  const permit: Permit = async (request) => {
    order.push("permit");
    const ended = await request();
    order.push("answered");
    return ended;
  };
  const remote = createQuickbooksRemote({
    realmId: "1",
    baseUrl: "http://quickbooks.test",
    appUrl: "http://quickbooks.test",
    http: {
      exchange: async () => {
        order.push("request");
        return { kind: "answer", answer: { status, headers: {}, body: "{}" } };
      },
    },
    tokens: { current: token("token"), renew: token("renewed") },
  });
  return { order, permit, remote };
}

const EACH = ["token", "permit", "request", "answered"];

describe("a request that needs a permit", () => {
  it("has its token at hand before it asks for one, and asks for each request", async () => {
    const { order, permit, remote } = setUp(200);
    await remote.describeCompany(permit);
    expect(order).toEqual([...EACH, ...EACH]);
  });

  it("renews its token outside of its permit", async () => {
    const { order, permit, remote } = setUp(401);
    await remote.listDirectory("Customer", null, permit);
    expect(order).toEqual([...EACH, "renewed"]);
  });

  it("leaves at once where nobody limits it", async () => {
    const { order, remote } = setUp(200);
    await remote.listDirectory("Customer", null);
    expect(order).toEqual(["token", "request"]);
  });
});
