/** What the adapter does in an org that does not take our conditions inside a composite (S3). */
import { describe, expect, it } from "vitest";
import { CUSTOMER_ACCOUNT, ITEM_PRODUCT } from "@accord-sync/core/mapping/default-mappings.ts";
import type { PlannedWrite, Receipt } from "@accord-sync/core/ports/remote.ts";
import { createOrgApi } from "../src/api/org-api.ts";
import { sendWrite } from "../src/send-write.ts";
import { encodeWrite } from "../src/write-payload.ts";
import { applied, EmulatedOrg, ORIGIN, updateOf } from "./emulated-org.ts";

const apiOf = ({ http, tokens }: EmulatedOrg) => {
  const place = { instanceUrl: ORIGIN, apiVersion: "66.0", client: "AccordSync" };
  return createOrgApi({ ...place, http, tokens, timeoutMs: 1_000 });
};

const sendWith = (
  org: EmulatedOrg,
  write: PlannedWrite,
  conditionsMax: number,
): Promise<Receipt> => {
  const api = apiOf(org);
  return sendWrite(api, write.mapping, encodeWrite(api, write), conditionsMax);
};

async function fountain(org: EmulatedOrg) {
  return org.look(ITEM_PRODUCT, org.idOf("Product2", "Rock Fountain"));
}

const PATCH = { Description: "with pump", "standardPrice.UnitPrice": "19.90" };

describe("a change of a product and its price", () => {
  it("ends the same whether its conditions go in one composite or apart", async () => {
    const ends = [2, 1, 0].map(async (conditionsMax) => {
      const org = new EmulatedOrg();
      const before = org.sent.length;
      const seen = await fountain(org);
      const { image } = applied(
        await sendWith(org, updateOf(ITEM_PRODUCT, seen, PATCH), conditionsMax),
      );
      return { image, requests: org.sent.slice(before + 1).map(({ method }) => method) };
    });
    const [together, apart, none] = await Promise.all(ends);
    expect(together?.requests).toEqual(["POST"]);
    expect(apart?.requests).toEqual(["PATCH", "PATCH", "GET"]);
    expect(none?.requests).toEqual(apart?.requests);
    expect(apart?.image).toEqual(together?.image);
    expect(apart?.image).toMatchObject({
      Description: "with pump",
      "standardPrice.UnitPrice": "19.9",
    });
  });

  it("sends every digit of the price as it was stored", async () => {
    const org = new EmulatedOrg();
    const seen = await fountain(org);
    const patch = { "standardPrice.UnitPrice": "9007199254740.10" };
    await sendWith(org, updateOf(ITEM_PRODUCT, seen, patch), 0);
    const [change] = org.sent.filter(({ method }) => method === "PATCH");
    expect(change?.body).toBe('{"UnitPrice":9007199254740.10}');
  });

  it("makes a price that is missing in the standard book, with the id that the org says", async () => {
    const org = new EmulatedOrg();
    const made = org.asPerson("POST", "/sobjects/Product2", { Name: "Bare", IsActive: true });
    org.now += 2_000;
    const seen = await org.look(ITEM_PRODUCT, (made as { id: string }).id);
    const receipt = await sendWith(org, updateOf(ITEM_PRODUCT, seen, PATCH), 0);
    expect(applied(receipt).image).toMatchObject({ "standardPrice.UnitPrice": "19.9" });
  });

  it("is stale when a person changed either since, and then nothing later is sent", async () => {
    const org = new EmulatedOrg();
    const seen = await fountain(org);
    org.now += 2_000;
    org.asPerson("PATCH", `/sobjects/Product2/${seen.ref.id}`, { Description: "a person's" });
    org.now += 2_000;
    const before = org.sent.length;
    const receipt = await sendWith(org, updateOf(ITEM_PRODUCT, seen, PATCH), 0);
    expect(receipt).toMatchObject({ outcome: "rejected", error: { code: "SF_STALE_VERSION" } });
    expect(org.sent.length - before).toBe(1);
  });

  it("is unknown when the answer to a later part is lost", async () => {
    const org = new EmulatedOrg();
    const seen = await fountain(org);
    org.setFaults({ match: { path: "/PricebookEntry/" }, fault: "timeout-after" });
    const receipt = await sendWith(org, updateOf(ITEM_PRODUCT, seen, PATCH), 0);
    expect(receipt).toMatchObject({ outcome: "unknown" });
  });

  it.each([
    ["a later change", "/PricebookEntry/"],
    ["the read at its end", "/query"],
  ])("is in doubt, not refused, when %s is refused after a first was done", async (_what, path) => {
    const org = new EmulatedOrg();
    const seen = await fountain(org);
    org.setFaults({ match: { path }, fault: "limit" });
    const receipt = await sendWith(org, updateOf(ITEM_PRODUCT, seen, PATCH), 0);
    expect(receipt).toMatchObject({ outcome: "unknown", error: { code: "SF_REQUEST_LIMIT" } });
    org.now += 2_000;
    expect((await fountain(org)).image["Description"]).toBe("with pump");
  });

  it.each([408, 302])("is unknown when its first part is answered by %s", async (status) => {
    const org = new EmulatedOrg();
    const seen = await fountain(org);
    org.setFaults({ match: { path: "/Product2/" }, fault: "status", status });
    const receipt = await sendWith(org, updateOf(ITEM_PRODUCT, seen, PATCH), 0);
    expect(receipt).toMatchObject({ outcome: "unknown" });
  });

  it("of a customer with one condition stays one request where one is taken", async () => {
    const org = new EmulatedOrg();
    const seen = await org.look(CUSTOMER_ACCOUNT, org.idOf("Account", "Cool Cars"));
    const before = org.sent.length;
    applied(await sendWith(org, updateOf(CUSTOMER_ACCOUNT, seen, { Phone: "1" }), 1));
    expect(org.sent.length - before).toBe(1);
  });
});
