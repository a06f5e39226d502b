import { describe, expect, it } from "vitest";
import { decodeEvent, type DecodedEvent } from "../../test/support/decode-event.ts";
import { API, OrgClient } from "../../test/support/org-client.ts";
import { pageOrg } from "../page-org.ts";
import { RETENTION_MS } from "./change-feed.ts";

const AS_CLIENT = { "sforce-call-options": "client=AccordSync" };

function events(
  client: OrgClient,
  after = 0,
  topic = "/data/ChangeEvents",
): readonly DecodedEvent[] {
  const { feed } = client.org;
  return feed
    .since(topic, after)
    .map((event) =>
      decodeEvent(feed.schemaJson(event.schemaId) ?? "", Buffer.from(event.payload, "base64")),
    );
}

describe("change events", () => {
  it("tell of a creation with all its values, who made it, and how", () => {
    const client = new OrgClient();
    const { body } = client.send(
      "POST",
      "sobjects/Account",
      { Name: "A", Phone: "1", BillingCity: "Bayshore" },
      AS_CLIENT,
    );
    const [event, ...others] = events(client);
    expect(others).toEqual([]);
    expect(event?.header).toMatchObject({
      entityName: "Account",
      recordIds: [(body as { id: string }).id],
      changeType: "CREATE",
      changeOrigin: "com/salesforce/api/rest/66.0;client=AccordSync",
      commitUser: "005000000000001AAA",
      commitTimestamp: client.now,
      sequenceNumber: 1,
      changedFields: [],
    });
    expect(event?.fields).toMatchObject({
      Name: "A",
      Phone: "1",
      Website: null,
      Accord_Active__c: true,
      BillingAddress: { City: "Bayshore", State: null },
      ShippingAddress: null,
      CreatedDate: client.now,
    });
    expect(event?.fields).not.toHaveProperty("SystemModstamp");
    expect(event?.fields).not.toHaveProperty("BillingCity");
  });

  it("name changed and nulled fields, parts of addresses included", () => {
    const client = new OrgClient();
    const id = client.create("Account", {
      Name: "A",
      Phone: "1",
      BillingCity: "Bayshore",
      ShippingCity: "Tucson",
    });
    const before = client.org.feed.latest();
    client.wait(1000);
    client.send("PATCH", `sobjects/Account/${id}`, {
      Name: "A",
      Phone: null,
      Accord_Active__c: false,
      BillingState: "CA",
      BillingCity: null,
      ShippingPostalCode: "85704",
    });
    const [event] = events(client, before);
    expect(event?.header.changeType).toBe("UPDATE");
    expect([...(event?.header.changedFields ?? [])].sort()).toEqual([
      "Accord_Active__c",
      "BillingAddress.City",
      "BillingAddress.State",
      "LastModifiedDate",
      "Phone",
      "ShippingAddress.PostalCode",
    ]);
    expect([...(event?.header.nulledFields ?? [])].sort()).toEqual([
      "BillingAddress.City",
      "Phone",
    ]);
    expect(event?.fields).toMatchObject({
      Name: null,
      Phone: null,
      Accord_Active__c: false,
      BillingAddress: { City: null, State: "CA" },
      ShippingAddress: { PostalCode: "85704", City: null },
    });
  });

  it("carry only the header for deletes", () => {
    const client = new OrgClient();
    const id = client.create("Account", { Name: "A" });
    const before = client.org.feed.latest();
    client.send("DELETE", `sobjects/Account/${id}`);
    const [event] = events(client, before);
    expect(event?.header).toMatchObject({ changeType: "DELETE", recordIds: [id] });
    expect(Object.values(event?.fields ?? {}).every((value) => value === null)).toBe(true);
  });

  it("name the Lightning pages as the origin of edits there, which are not API calls", () => {
    const client = new OrgClient();
    const pages = pageOrg(client.org, () => client.now);
    expect(pages.create("Account", { Name: "By hand" })).toMatchObject({ ok: true });
    expect(events(client)[0]?.header.changeOrigin).toBe(
      "com/salesforce/api/soap/66.0;client=SfdcInternalAPI/",
    );
    expect(client.org.usage.report().total).toBe(0);
    expect(pages.create("Account", {})).toMatchObject({
      ok: false,
      errors: [{ errorCode: "REQUIRED_FIELD_MISSING" }],
    });
  });

  it("of one transaction share its key, and several changes of a record are one event", () => {
    const client = new OrgClient();
    const sub = (referenceId: string, method: string, url: string, body: object) => ({
      referenceId,
      method,
      url: `${API}/${url}`,
      body,
    });
    client.send("POST", "composite", {
      allOrNone: true,
      compositeRequest: [
        sub("a", "POST", "sobjects/Account", { Name: "A" }),
        sub("b", "PATCH", "sobjects/Account/@{a.id}", { Phone: "2" }),
        sub("p", "POST", "sobjects/Product2", { Name: "P" }),
      ],
    });
    const [account, product, ...others] = events(client);
    expect(others).toEqual([]);
    expect(account?.header).toMatchObject({
      entityName: "Account",
      changeType: "CREATE",
      sequenceNumber: 1,
    });
    expect(account?.fields).toMatchObject({ Name: "A", Phone: "2" });
    expect(product?.header).toMatchObject({ entityName: "Product2", sequenceNumber: 2 });
    expect(product?.header.transactionKey).toBe(account?.header.transactionKey);
  });

  it("speak of several records that changed alike at once", () => {
    const client = new OrgClient();
    const ids = ["A", "B"].map((Name) => client.create("Account", { Name }));
    const before = client.org.feed.latest();
    client.send("PATCH", "composite/sobjects", {
      records: ids.map((Id) => ({ attributes: { type: "Account" }, Id, Phone: "9" })),
    });
    const found = events(client, before);
    expect(found.map((event) => event.header.recordIds)).toEqual([ids]);
  });

  it("are made by no read, no refusal and no object that is not selected", () => {
    const client = new OrgClient();
    client.send("POST", "sobjects/Account", {});
    client.create("Contact", { LastName: "Doe" });
    client.send("GET", "sobjects");
    expect(client.org.feed.latest()).toBe(0);
    expect(client.org.feed.entitiesOf("/data/ContactChangeEvent")).toBeUndefined();
    expect(client.org.feed.entitiesOf("/data/PricebookEntryChangeEvent")).toBeUndefined();
  });

  it("reach the topics of their object, the default channel and custom channels", () => {
    const client = new OrgClient();
    client.create("Account", { Name: "A" });
    client.create("Product2", { Name: "P" });
    const entities = (topic: string) =>
      client.org.feed.since(topic, 0).map((event) => event.entityName);
    expect(entities("/data/AccountChangeEvent")).toEqual(["Account"]);
    expect(entities("/data/Product2ChangeEvent")).toEqual(["Product2"]);
    expect(entities("/data/ChangeEvents")).toEqual(["Account", "Product2"]);
    expect(entities("/data/Accord_Sync__chn")).toEqual(["Account", "Product2"]);
    expect(client.org.feed.entitiesOf("/data/Nothing__chn")).toBeUndefined();
  });

  it("are kept for 72 hours; a position before them cannot be resumed from", () => {
    const client = new OrgClient();
    client.create("Account", { Name: "Old" });
    const old = client.org.feed.latest();
    expect(client.org.feed.canResumeAfter(0)).toBe(true);
    client.wait(RETENTION_MS + 1000).create("Account", { Name: "New" });
    expect(events(client).map((event) => event.fields["Name"])).toEqual(["New"]);
    expect(client.org.feed.canResumeAfter(0)).toBe(false);
    expect(client.org.feed.canResumeAfter(old)).toBe(true);
    expect(client.org.feed.canResumeAfter(client.org.feed.latest() + 1)).toBe(false);
  });

  it("leave gaps between replay ids, and none between positions", () => {
    const client = new OrgClient();
    for (let n = 0; n < 20; n += 1) client.create("Account", { Name: `A${n}` });
    const ids = client.org.feed.since("/data/ChangeEvents", 0).map((event) => event.replayId);
    expect(ids).toHaveLength(20);
    expect(ids.some((id, index) => index > 0 && id - (ids[index - 1] ?? 0) > 1)).toBe(true);
    for (const [index, id] of ids.entries()) {
      expect(client.org.feed.since("/data/ChangeEvents", id)).toHaveLength(19 - index);
    }
  });
});

describe("faults of the event bus", () => {
  const withFault = (fault: string) => {
    const client = new OrgClient();
    client.send("POST", "/_emulator/faults", [{ match: { path: "Account" }, fault }]);
    const id = client.create("Account", { Name: "A" });
    client.create("Account", { Name: "B" });
    return { id, found: events(client) };
  };

  it("drop, double or empty the events of one change", () => {
    expect(withFault("drop-event").found.map((event) => event.fields["Name"])).toEqual(["B"]);
    expect(withFault("duplicate-event").found.map((event) => event.fields["Name"])).toEqual([
      "A",
      "A",
      "B",
    ]);
    const { id, found } = withFault("gap-event");
    expect(found[0]).toMatchObject({
      header: { changeType: "GAP_CREATE", recordIds: [id] },
      fields: { Name: null },
    });
  });

  it("publish a gap on command", () => {
    const client = new OrgClient();
    const id = client.create("Account", { Name: "A" });
    expect(
      client.send("POST", "/_emulator/gap", { object: "Account", recordIds: [id] }).status,
    ).toBe(200);
    expect(events(client).at(-1)?.header).toMatchObject({
      changeType: "GAP_UPDATE",
      recordIds: [id],
    });
    expect(client.send("POST", "/_emulator/gap", { object: "Organization" }).status).toBe(400);
  });
});
