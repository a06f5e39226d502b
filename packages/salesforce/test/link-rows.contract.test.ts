/** Links with further companies: rows beside the record, under the same unique key. */
import { describe, expect, it } from "vitest";
import { CUSTOMER_ACCOUNT, ITEM_PRODUCT } from "@accord-sync/core/mapping/default-mappings.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { LinkRow, PlannedWrite } from "@accord-sync/core/ports/remote.ts";
import { createSalesforceRemote } from "../src/salesforce-remote.ts";
import { applied, EmulatedOrg, ORG_ID, ORIGIN, updateOf } from "./emulated-org.ts";

const FIRST = "9341452700000001:Customer:58";
const FURTHER = "9341452700000002:Customer:7";

async function rowOf(org: EmulatedOrg, name: string, mapping: Mapping = CUSTOMER_ACCOUNT) {
  const seen = await org.look(mapping, org.idOf(mapping.salesforceType, name));
  const base = { ...updateOf(mapping, seen, {}), operation: "mark", version: null } as const;
  const write = (linkRow: LinkRow): PlannedWrite => ({ ...base, linkRow });
  return { id: seen.ref.id, seen, base, write };
}

const rowsIn = (org: EmulatedOrg): readonly Record<string, unknown>[] => {
  const fields =
    "Accord_QB_Id__c, Account__c, Product2__c, Accord_QB_Company_Id__c, Accord_QB_Type__c, Accord_QB_Record_Id__c, Accord_Status__c, Accord_Last_Sync_Date__c";
  const query = encodeURIComponent(`SELECT ${fields} FROM Accord_Record_Status__c ORDER BY Id`);
  const found = org.asPerson("GET", `/query?q=${query}`, null) as {
    records: Record<string, unknown>[];
  };
  return found.records.map(({ attributes: _address, ...row }) => row);
};

const findBy = async (org: EmulatedOrg, linkMark: string) => {
  const window = { createdFrom: "2026-11-23T00:00:00Z", createdTo: "2026-11-24T00:00:00Z" };
  const found = await org.remote.find(CUSTOMER_ACCOUNT, {
    type: "Account",
    name: "",
    ...window,
    linkMark,
  });
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  return found.value.map(({ ref }) => ref.id);
};

describe("a link with a further company", () => {
  it("is a row beside the record, in one request; repeating it makes no second row", async () => {
    const org = new EmulatedOrg();
    const { id, seen, write } = await rowOf(org, "Cool Cars");
    const linked = write({
      mark: FURTHER,
      isLinked: true,
      status: "In Sync",
      lastSyncAt: "2026-11-23T10:00:00Z",
    });
    const before = org.sent.length;
    expect(applied(await org.send(linked)).image).toEqual(seen.image);
    expect(org.sent.length - before).toBe(1);
    applied(await org.send(linked));
    expect(rowsIn(org)).toEqual([
      {
        Accord_QB_Id__c: FURTHER,
        Account__c: id,
        Product2__c: null,
        Accord_QB_Company_Id__c: "9341452700000002",
        Accord_QB_Type__c: "Customer",
        Accord_QB_Record_Id__c: "7",
        Accord_Status__c: "In Sync",
        Accord_Last_Sync_Date__c: "2026-11-23T10:00:00.000+0000",
      },
    ]);
  });

  it("leaves the first company's mark on the record as it is, and is found like it", async () => {
    const org = new EmulatedOrg();
    const { id, base, write } = await rowOf(org, "Cool Cars");
    applied(await org.send({ ...base, linkMark: FIRST }));
    const after = applied(await org.send(write({ mark: FURTHER, isLinked: true })));
    expect(after.linkMark).toBe(FIRST);
    expect(await findBy(org, FIRST)).toEqual([id]);
    const before = org.sent.length;
    expect(await findBy(org, FURTHER)).toEqual([id]);
    expect(org.sent.length - before).toBe(1);
    expect(await findBy(org, "9341452700000003:Customer:7")).toEqual([]);
    const matches = await org.remote.findMatches(CUSTOMER_ACCOUNT, "nobody's name", FURTHER);
    expect(matches).toMatchObject({ ok: true, value: [{ ref: { id } }] });
  });

  it("that moves to another record moves its row", async () => {
    const org = new EmulatedOrg();
    const cars = await rowOf(org, "Cool Cars");
    const birds = await rowOf(org, "Amy's Bird Sanctuary");
    applied(await org.send(cars.write({ mark: FURTHER, isLinked: true })));
    applied(await org.send(birds.write({ mark: FURTHER, isLinked: true })));
    expect(await findBy(org, FURTHER)).toEqual([birds.id]);
    expect(rowsIn(org)).toHaveLength(1);
  });

  it("ends with its row; ending it again, or one that never was, is harmless", async () => {
    const org = new EmulatedOrg();
    const { seen, write } = await rowOf(org, "Cool Cars");
    applied(await org.send(write({ mark: FURTHER, isLinked: true })));
    const end = write({ mark: FURTHER, isLinked: false });
    applied(await org.send(end));
    expect(rowsIn(org)).toEqual([]);
    expect(applied(await org.send(end)).ref).toEqual(seen.ref);
    expect(await findBy(org, FURTHER)).toEqual([]);
  });

  it("that never was does not let a change pass that was undone with it", async () => {
    const org = new EmulatedOrg();
    const { seen } = await rowOf(org, "Cool Cars");
    const change = updateOf(CUSTOMER_ACCOUNT, seen, { Phone: "undone" });
    const linkRow: LinkRow = { mark: FURTHER, isLinked: false };
    const receipt = await org.send({ ...change, version: null, linkRow });
    expect(receipt).toMatchObject({ outcome: "rejected", error: { code: "SF_NOT_FOUND" } });
    expect((await org.look(CUSTOMER_ACCOUNT, seen.ref.id)).image).toEqual(seen.image);
  });

  it("of a product points to the product", async () => {
    const org = new EmulatedOrg();
    const { id, write } = await rowOf(org, "Rock Fountain", ITEM_PRODUCT);
    const mark = "9341452700000002:Item:3";
    applied(await org.send(write({ mark, isLinked: true })));
    expect(rowsIn(org)).toMatchObject([
      { Accord_QB_Id__c: mark, Account__c: null, Product2__c: id },
    ]);
  });

  it("is of no record where the package is from before: marks are found all the same", async () => {
    const org = new EmulatedOrg();
    const { id, base } = await rowOf(org, "Cool Cars");
    applied(await org.send({ ...base, linkMark: FIRST }));
    const { http } = org;
    const old = {
      exchange: async (request: Parameters<typeof http.exchange>[0]) => {
        const body = request.body?.replaceAll("Accord_Record_Status__c", "Unknown__c") ?? null;
        return http.exchange({ ...request, body });
      },
    };
    const { tokens } = org;
    const place = { orgId: ORG_ID, instanceUrl: ORIGIN };
    const remote = createSalesforceRemote({ ...place, http: old, tokens });
    const matches = await remote.findMatches(CUSTOMER_ACCOUNT, "nobody's name", FIRST);
    expect(matches).toMatchObject({ ok: true, value: [{ ref: { id } }] });
  });
});
