import { pageOrg } from "@accord-sync/emulator-salesforce/page-org.ts";
import { describe, expect, it } from "vitest";
import { CUSTOMER_ACCOUNT, ITEM_PRODUCT } from "@accord-sync/core/mapping/default-mappings.ts";
import { applied, createOf, EmulatedOrg, updateOf } from "./emulated-org.ts";

const MARK = "9341452700000001:Customer:58";
const ITEM_MARK = "9341452700000001:Item:11";

describe("looking at a record", () => {
  it("reads every mapped field", async () => {
    const org = new EmulatedOrg();
    const id = org.idOf("Account", "Amy's Bird Sanctuary");
    expect(await org.look(CUSTOMER_ACCOUNT, id)).toMatchObject({
      ref: { system: "salesforce", type: "Account", id },
      version: "2026-11-23T10:00:00Z",
      isSettled: true,
      name: "Amy's Bird Sanctuary",
      isActive: true,
      linkMark: null,
      members: {},
      image: {
        Name: "Amy's Bird Sanctuary",
        Accord_Email__c: "Birds@Intuit.com",
        BillingStreet: "4581 Finch St.",
        Website: null,
        Accord_Active__c: true,
      },
    });
  });

  it("reads the standard price in the same call, as the product's member", async () => {
    const org = new EmulatedOrg();
    const id = org.idOf("Product2", "Rock Fountain");
    const before = org.sent.length;
    const seen = await org.look(ITEM_PRODUCT, id);
    expect(org.sent).toHaveLength(before + 1);
    expect(seen.members["standardPrice"]).toMatchObject({ ref: { type: "PricebookEntry" } });
    expect(seen.image["standardPrice.UnitPrice"]).toMatch(/^\d+(\.\d+)?$/);
  });

  it("is settled only a second after the last change (S-SECOND)", async () => {
    const org = new EmulatedOrg();
    const id = org.idOf("Account", "Amy's Bird Sanctuary");
    org.asPerson("PATCH", `/sobjects/Account/${id}`, { Phone: "1" });
    expect(await org.look(CUSTOMER_ACCOUNT, id)).toMatchObject({ isSettled: false });
    org.now += 1_000;
    expect(await org.look(CUSTOMER_ACCOUNT, id)).toMatchObject({ isSettled: true });
  });

  it("tells a deleted record from one that never was", async () => {
    const org = new EmulatedOrg();
    const id = org.idOf("Account", "Amy's Bird Sanctuary");
    org.asPerson("DELETE", `/sobjects/Account/${id}`, null);
    expect(await org.remote.observe(CUSTOMER_ACCOUNT, id)).toMatchObject({
      value: { kind: "deleted", ref: { id } },
    });
    expect(await org.remote.observe(CUSTOMER_ACCOUNT, "001000000000000AAA")).toMatchObject({
      value: { kind: "absent" },
    });
    const before = org.sent.length;
    const odd = await org.remote.observe(CUSTOMER_ACCOUNT, "x' OR Name != '");
    expect(odd).toMatchObject({ ok: true, value: { kind: "absent" } });
    expect(org.sent).toHaveLength(before);
  });

  it("names what a record was merged into", async () => {
    const org = new EmulatedOrg();
    const id = org.idOf("Account", "Amy's Bird Sanctuary");
    const masterId = org.idOf("Account", "Cool Cars");
    const { value: swept } = await org.remote
      .sweep([CUSTOMER_ACCOUNT], null, org.now)
      .then((result) => (result.ok ? result : { value: null }));
    const page = pageOrg(org.org, () => org.now);
    expect(page.merge("Account", { masterId, loserIds: [id], values: {} }).ok).toBe(true);
    const merged = {
      kind: "deleted",
      ref: { id },
      mergedInto: { ref: { type: "Account", id: masterId }, name: "Cool Cars" },
    };
    expect(await org.remote.observe(CUSTOMER_ACCOUNT, id)).toMatchObject({ value: merged });
    const after = await org.remote.sweep([CUSTOMER_ACCOUNT], swept?.cursor ?? null, org.now);
    const changes = after.ok ? after.value.changes : [];
    const deletions = changes.filter(({ sighting }) => sighting.kind === "deleted");
    expect(deletions).toMatchObject([{ sighting: merged }]);
  });
});

describe("creating a record", () => {
  const patch = {
    Name: "Ridgeway 58",
    Phone: null,
    BillingStreet: "1 Main St\r\nSuite 4",
    Accord_Active__c: false,
  };

  it("stores the link mark with it, and reads it back in one counted request", async () => {
    const org = new EmulatedOrg();
    const made = applied(await org.send(createOf(CUSTOMER_ACCOUNT, MARK, patch)));
    expect(org.sent).toHaveLength(1);
    expect(made).toMatchObject({
      linkMark: MARK,
      isActive: false,
      image: { Name: "Ridgeway 58", BillingStreet: "1 Main St\r\nSuite 4", Phone: null },
    });
    expect(org.asPerson("GET", `/sobjects/Account/${made.ref.id}`, null)).toMatchObject({
      Accord_QB_Company_Id__c: "9341452700000001",
    });
  });

  it("makes one record, however often the same payload is sent", async () => {
    const org = new EmulatedOrg();
    const payload = org.remote.encode(createOf(CUSTOMER_ACCOUNT, MARK, patch), "k");
    org.setFaults({ match: { path: "/composite" }, fault: "timeout-after" });
    const lost = await org.remote.send(CUSTOMER_ACCOUNT, payload);
    expect(lost).toMatchObject({ outcome: "unknown" });
    const settled = applied(await org.remote.send(CUSTOMER_ACCOUNT, payload));
    const found = await org.remote.find(CUSTOMER_ACCOUNT, {
      type: "Account",
      name: "Ridgeway 58",
      createdFrom: "2026-11-23T09:00:00Z",
      createdTo: "2026-11-23T11:00:00Z",
      linkMark: MARK,
    });
    expect(found).toMatchObject({ ok: true, value: [{ ref: settled.ref }] });
    expect(found.ok && found.value).toHaveLength(1);
  });

  it("is found by its maker when a person took its mark away, or typed over it, and renamed it", async () => {
    const org = new EmulatedOrg();
    const { ref } = applied(await org.send(createOf(CUSTOMER_ACCOUNT, MARK, patch)));
    const maker = { userId: "005000000000001AAA", marks: ["9341452700000001:"] };
    const find = async (who: typeof maker | null) => {
      const found = await org.remote.find(CUSTOMER_ACCOUNT, {
        type: "Account",
        name: "Ridgeway 58",
        createdFrom: "2026-11-23T09:00:00Z",
        createdTo: "2026-11-23T11:00:00Z",
        linkMark: null,
        maker: who,
      });
      return found.ok && found.value.some((each) => each.ref.id === ref.id);
    };
    const rename = (fields: Readonly<Record<string, unknown>>) =>
      org.asPerson("PATCH", `/sobjects/Account/${ref.id}`, { Name: "Ridge way", ...fields });
    rename({});
    expect(await find(maker)).toBe(false);
    rename({ Accord_QB_Id__c: "9:Customer:1" });
    expect(await find(maker)).toBe(true);
    rename({ Accord_QB_Id__c: null });
    expect(await find(maker)).toBe(true);
    expect(await find(null)).toBe(false);
    expect(await find({ ...maker, userId: "005000000000009AAA" })).toBe(false);
  });

  it("makes a product with its standard price at once, and settles a repetition by a look", async () => {
    const org = new EmulatedOrg();
    const write = createOf(ITEM_PRODUCT, ITEM_MARK, {
      Name: "Gold dust",
      IsActive: true,
      "standardPrice.UnitPrice": "1234.50",
      Accord_QB_Type__c: "Service",
    });
    const payload = org.remote.encode(write, "k");
    const first = applied(await org.remote.send(ITEM_PRODUCT, payload));
    expect(first.image).toMatchObject({ "standardPrice.UnitPrice": "1234.5" });
    const again = applied(await org.remote.send(ITEM_PRODUCT, payload));
    expect(again.ref).toEqual(first.ref);
    expect(again.members).toEqual(first.members);
  });

  it("leaves nothing behind when a part of it is refused, and names the real cause", async () => {
    const org = new EmulatedOrg();
    const write = createOf(ITEM_PRODUCT, ITEM_MARK, {
      Name: "Half",
      "standardPrice.UnitPrice": "a lot",
    });
    const receipt = await org.send(write);
    expect(receipt).toMatchObject({ outcome: "rejected" });
    expect(JSON.stringify(receipt)).not.toContain("PROCESSING_HALTED");
    const found = await org.remote.findMatches(ITEM_PRODUCT, "Half", null);
    expect(found).toEqual({ ok: true, value: [] });
  });
});

describe("changing a record", () => {
  it("sets what is named, clears with null, and answers with the new state", async () => {
    const org = new EmulatedOrg();
    const id = org.idOf("Account", "Amy's Bird Sanctuary");
    const seen = await org.look(CUSTOMER_ACCOUNT, id);
    const before = org.sent.length;
    const patch = { Phone: "555", Accord_Email__c: null };
    const after = applied(await org.send(updateOf(CUSTOMER_ACCOUNT, seen, patch)));
    expect(org.sent).toHaveLength(before + 1);
    expect(after.image).toEqual({ ...seen.image, ...patch });
    expect(org.remote.compareVersions(after.version, seen.version)).toBeGreaterThan(0);
    expect(after.isSettled).toBe(false);
  });

  it("is refused as stale when a person changed the record since (S3)", async () => {
    const org = new EmulatedOrg();
    const id = org.idOf("Account", "Amy's Bird Sanctuary");
    const seen = await org.look(CUSTOMER_ACCOUNT, id);
    org.asPerson("PATCH", `/sobjects/Account/${id}`, { Phone: "by a person" });
    const late = await org.send(updateOf(CUSTOMER_ACCOUNT, seen, { Phone: "by us" }));
    expect(late).toMatchObject({
      outcome: "rejected",
      error: { code: "SF_STALE_VERSION", params: { type: "Account", id } },
    });
    expect(await org.look(CUSTOMER_ACCOUNT, id)).toMatchObject({ image: { Phone: "by a person" } });
  });

  it("of a price alone touches the price entry, under the entry's own condition", async () => {
    const org = new EmulatedOrg();
    const id = org.idOf("Product2", "Rock Fountain");
    const seen = await org.look(ITEM_PRODUCT, id);
    const patch = { "standardPrice.UnitPrice": "300.25" };
    const after = applied(await org.send(updateOf(ITEM_PRODUCT, seen, patch)));
    expect(after.image).toEqual({ ...seen.image, ...patch });
    // The product's own stamp stands still; the observation's version must not.
    expect(org.remote.compareVersions(after.version, seen.version)).toBeGreaterThan(0);

    org.now += 2_000;
    const entry = after.members["standardPrice"]?.ref.id ?? "";
    org.asPerson("PATCH", `/sobjects/PricebookEntry/${entry}`, { UnitPrice: 1 });
    const late = await org.send(updateOf(ITEM_PRODUCT, after, { "standardPrice.UnitPrice": "2" }));
    expect(late).toMatchObject({ outcome: "rejected", error: { code: "SF_STALE_VERSION" } });
  });

  it("makes a standard price where there is none, and none for an empty value", async () => {
    const org = new EmulatedOrg();
    const made = org.asPerson("POST", "/sobjects/Product2", { Name: "Bare" }) as { id: string };
    org.now += 2_000;
    const bare = await org.look(ITEM_PRODUCT, made.id);
    expect(bare).toMatchObject({ members: {}, image: { "standardPrice.UnitPrice": null } });
    const empty = { ProductCode: "B", "standardPrice.UnitPrice": null };
    expect(applied(await org.send(updateOf(ITEM_PRODUCT, bare, empty))).members).toEqual({});
    const priced = { "standardPrice.UnitPrice": "7" };
    const after = applied(await org.send(updateOf(ITEM_PRODUCT, bare, priced)));
    expect(after.image["standardPrice.UnitPrice"]).toBe("7");
    const again = await org.send(updateOf(ITEM_PRODUCT, bare, priced));
    expect(again).toMatchObject({ outcome: "rejected", error: { code: "SF_STALE_VERSION" } });
  });

  it("marks and unmarks the link", async () => {
    const org = new EmulatedOrg();
    const id = org.idOf("Account", "Amy's Bird Sanctuary");
    const seen = await org.look(CUSTOMER_ACCOUNT, id);
    const mark = { ...updateOf(CUSTOMER_ACCOUNT, seen, {}), operation: "mark" } as const;
    const marked = applied(await org.send({ ...mark, version: null, linkMark: MARK }));
    expect(marked.linkMark).toBe(MARK);
    const cleared = applied(await org.send({ ...mark, version: null, linkMark: null }));
    expect(cleared.linkMark).toBeNull();
    expect(org.asPerson("GET", `/sobjects/Account/${id}`, null)).toMatchObject({
      Accord_QB_Company_Id__c: null,
    });
  });

  it("names us as the client of every call (S-CLIENT)", async () => {
    const org = new EmulatedOrg();
    const id = org.idOf("Account", "Amy's Bird Sanctuary");
    const seen = await org.look(CUSTOMER_ACCOUNT, id);
    applied(await org.send(updateOf(CUSTOMER_ACCOUNT, seen, { Phone: "555" })));
    expect(org.sent.map(({ headers }) => headers["sforce-call-options"])).toEqual(
      org.sent.map(() => "client=AccordSync"),
    );
  });
});

describe("a write that does not go through", () => {
  const account = async () => {
    const org = new EmulatedOrg();
    const id = org.idOf("Account", "Amy's Bird Sanctuary");
    return { org, id, seen: await org.look(CUSTOMER_ACCOUNT, id) };
  };

  it("is refused for a name that is missing or too long", async () => {
    const { org, seen } = await account();
    const missing = await org.send(updateOf(CUSTOMER_ACCOUNT, seen, { Name: null }));
    expect(missing).toMatchObject({ error: { code: "SF_REQUIRED_FIELD_MISSING" } });
    const long = await org.send(updateOf(CUSTOMER_ACCOUNT, seen, { Name: "x".repeat(256) }));
    expect(long).toMatchObject({ outcome: "rejected", error: { code: "SF_VALUE_TOO_LONG" } });
  });

  it("is refused for a mark that another record bears", async () => {
    const { org, id, seen } = await account();
    applied(await org.send(createOf(CUSTOMER_ACCOUNT, MARK, { Name: "First" })));
    const mark = { ...updateOf(CUSTOMER_ACCOUNT, seen, {}), operation: "mark" } as const;
    const receipt = await org.send({ ...mark, linkMark: MARK });
    expect(receipt).toMatchObject({ outcome: "rejected", error: { code: "SF_DUPLICATE" } });
    expect(await org.look(CUSTOMER_ACCOUNT, id)).toMatchObject({ linkMark: null });
  });

  it("is refused for a record that is gone", async () => {
    const { org, id, seen } = await account();
    org.asPerson("DELETE", `/sobjects/Account/${id}`, null);
    const receipt = await org.send(updateOf(CUSTOMER_ACCOUNT, seen, { Phone: "1" }));
    expect(receipt).toMatchObject({
      outcome: "rejected",
      error: { code: "SF_NOT_FOUND", params: { id } },
    });
  });

  it("is tried again when the row is locked", async () => {
    const { org, seen } = await account();
    org.setFaults({ match: {}, fault: "row-lock" });
    const receipt = await org.send(updateOf(CUSTOMER_ACCOUNT, seen, { Phone: "1" }));
    expect(receipt).toMatchObject({ outcome: "rejected", error: { code: "SF_ROW_LOCKED" } });
  });

  it("pauses the system at the daily limit", async () => {
    const { org, seen } = await account();
    org.setFaults({ match: {}, fault: "limit" });
    const receipt = await org.send(updateOf(CUSTOMER_ACCOUNT, seen, { Phone: "1" }));
    expect(receipt).toMatchObject({ outcome: "rejected", error: { code: "SF_REQUEST_LIMIT" } });
  });

  it("is unknown when the service fails or the answer is lost", async () => {
    const { org, seen } = await account();
    org.setFaults({ match: {}, fault: "status", status: 503 });
    const failing = await org.send(updateOf(CUSTOMER_ACCOUNT, seen, { Phone: "1" }));
    expect(failing).toMatchObject({ outcome: "unknown", error: { code: "REMOTE_FAILING" } });
    org.setFaults({ match: {}, fault: "close-after" });
    const lost = await org.send(updateOf(CUSTOMER_ACCOUNT, seen, { Phone: "2" }));
    expect(lost).toMatchObject({ outcome: "unknown", error: { code: "REMOTE_UNREACHABLE" } });
    // The lost one was carried out: its repetition is stale, and a look shows its values.
    const again = await org.send(updateOf(CUSTOMER_ACCOUNT, seen, { Phone: "2" }));
    expect(again).toMatchObject({ outcome: "rejected", error: { code: "SF_STALE_VERSION" } });
    expect(await org.look(CUSTOMER_ACCOUNT, seen.ref.id)).toMatchObject({ image: { Phone: "2" } });
  });

  it("goes on after one ended session", async () => {
    const { org, seen } = await account();
    org.setFaults({ match: {}, fault: "expire-session" });
    const before = org.sent.length;
    applied(await org.send(updateOf(CUSTOMER_ACCOUNT, seen, { Phone: "1" })));
    expect(org.sent).toHaveLength(before + 2);
  });
});

describe("a sweep", () => {
  const mappings = [CUSTOMER_ACCOUNT, ITEM_PRODUCT];

  it("finds changes, deletions and changed prices in one counted request", async () => {
    const org = new EmulatedOrg();
    org.now += 600_000;
    const start = await org.remote.sweep(mappings, null, org.now);
    expect(start).toMatchObject({ ok: true, value: { changes: [], isFull: false } });
    expect(org.sent).toHaveLength(0);

    org.now += 5_000;
    const changed = org.idOf("Account", "Amy's Bird Sanctuary");
    const deleted = org.idOf("Account", "Bill's Windsurf Shop");
    const product = org.idOf("Product2", "Rock Fountain");
    const entry = (await org.look(ITEM_PRODUCT, product)).members["standardPrice"]?.ref.id ?? "";
    org.asPerson("PATCH", `/sobjects/Account/${changed}`, { Phone: "1" });
    org.asPerson("DELETE", `/sobjects/Account/${deleted}`, null);
    org.asPerson("PATCH", `/sobjects/PricebookEntry/${entry}`, { UnitPrice: 5 });

    const before = org.sent.length;
    const swept = await org.remote.sweep(mappings, start.ok ? start.value.cursor : "", org.now);
    expect(org.sent).toHaveLength(before + 1);
    if (!swept.ok) throw new Error(JSON.stringify(swept.error));
    expect(swept.value.isFull).toBe(false);
    expect(
      new Map(swept.value.changes.map(({ sighting }) => [idOf(sighting), sighting.kind])),
    ).toEqual(
      new Map([
        [changed, "found"],
        [deleted, "deleted"],
        [product, "found"],
      ]),
    );

    org.now += 120_000;
    const next = await org.remote.sweep(mappings, swept.value.cursor, org.now);
    const quiet = await org.remote.sweep(mappings, next.ok ? next.value.cursor : "", org.now);
    expect(quiet).toMatchObject({ ok: true, value: { changes: [], isFull: false } });
  });

  it("pages through a mass change of one second without missing a record", async () => {
    const org = new EmulatedOrg();
    org.now += 600_000;
    const start = await org.remote.sweep(mappings, null, org.now);
    for (let batch = 0; batch < 12; batch += 1) {
      const records = Array.from({ length: 200 }, (_, index) => ({
        attributes: { type: "Account" },
        Name: `Import ${batch}-${index}`,
      }));
      org.asPerson("POST", "/composite/sobjects", { records });
    }
    let cursor = start.ok ? start.value.cursor : "";
    const found: string[] = [];
    let steps = 0;
    for (let isFull = true; isFull && steps < 10; steps += 1) {
      const swept = await org.remote.sweep(mappings, cursor, org.now);
      if (!swept.ok) throw new Error(JSON.stringify(swept.error));
      found.push(...swept.value.changes.map(({ sighting }) => idOf(sighting)));
      ({ cursor, isFull } = swept.value);
    }
    expect(new Set(found).size).toBe(2_400);
    expect(found).toHaveLength(2_400);
    expect(steps).toBe(2);
  });
});

const idOf = (sighting: { kind: string; observation?: unknown; ref?: unknown }): string => {
  const holder = (sighting.kind === "found" ? sighting.observation : sighting) as {
    ref: { id: string };
  };
  return holder.ref.id;
};

describe("the org", () => {
  it("tells its name and who we are", async () => {
    const described = await new EmulatedOrg().remote.describeOrg();
    expect(described).toEqual({
      ok: true,
      value: { name: "Accord Demo", userId: "005000000000001AAA" },
    });
  });

  it("finds namesakes whatever their case, quotes and all", async () => {
    const org = new EmulatedOrg();
    const amy = await org.remote.findMatches(CUSTOMER_ACCOUNT, "amy's bird SANCTUARY", null);
    expect(amy).toMatchObject({ ok: true, value: [{ name: "Amy's Bird Sanctuary" }] });
    const two = await org.remote.findMatches(CUSTOMER_ACCOUNT, "Cool Cars", null);
    expect(two.ok && two.value).toHaveLength(2);
    const none = await org.remote.findMatches(CUSTOMER_ACCOUNT, "x\\' OR Name != 'y", null);
    expect(none).toEqual({ ok: true, value: [] });
  });

  it("links to a record's page", () => {
    const { remote } = new EmulatedOrg();
    const ref = { system: "salesforce", type: "Account", id: "001000000000001AAA" } as const;
    expect(remote.pageUrl(ref)).toBe(
      "http://127.0.0.1:4001/lightning/r/Account/001000000000001AAA/view",
    );
  });
});
