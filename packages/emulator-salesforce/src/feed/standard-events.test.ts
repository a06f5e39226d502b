import { describe, expect, it } from "vitest";
import { decodeEvent, type DecodedEvent } from "../../test/support/decode-event.ts";
import { OrgClient } from "../../test/support/org-client.ts";
import { NO_METADATA } from "../schema/types.ts";

/** What the guide says of single standard objects: persons, merges, price entries, users. */

type Settings = NonNullable<ConstructorParameters<typeof OrgClient>[0]>["settings"];

const orgWith = (settings: NonNullable<Settings>): OrgClient =>
  new OrgClient({ metadata: NO_METADATA, settings });

function eventsSince(client: OrgClient, after: number): readonly DecodedEvent[] {
  const { feed } = client.org;
  return feed
    .since("/data/ChangeEvents", after)
    .map(({ schemaId, payload }) =>
      decodeEvent(feed.schemaJson(schemaId) ?? "", Buffer.from(payload, "base64")),
    );
}

/** The events of what is done. */
function eventsOf(client: OrgClient, act: () => void): readonly DecodedEvent[] {
  const after = client.org.feed.latest();
  client.wait(1000);
  act();
  return eventsSince(client, after);
}

const kinds = (events: readonly DecodedEvent[]) =>
  events.map(({ header }) => `${header.changeType} ${header.entityName}`).toSorted();

describe("a person account", () => {
  const person = { FirstName: "Ann", LastName: "Lee", PersonEmail: "ann@example.com" };

  it("has a record for a name where other accounts have text", () => {
    const client = orgWith({ personAccounts: true, selectedObjects: ["Account"] });
    const [firm, ann, ...others] = eventsOf(client, () => {
      client.create("Account", { Name: "Firm" });
      client.create("Account", person);
    });
    expect(others).toEqual([]);
    expect(firm?.fields["Name"]).toBe("Firm");
    expect(ann?.fields).toMatchObject({
      Name: { FirstName: "Ann", LastName: "Lee" },
      IsPersonAccount: true,
      PersonEmail: "ann@example.com",
    });
  });

  it("tells of the contact's fields in updates only when contacts are selected too", () => {
    const changes = { LastName: "Moss", PersonEmail: "moss@example.com", Phone: "1" };
    const updates = (selectedObjects: readonly string[]) => {
      const client = orgWith({ personAccounts: true, selectedObjects });
      const id = client.create("Account", person);
      return eventsOf(client, () => client.send("PATCH", `sobjects/Account/${id}`, changes));
    };
    const [alone, ...others] = updates(["Account"]);
    expect(others).toEqual([]);
    expect(alone?.header.changedFields).toContain("Phone");
    expect(alone?.header.changedFields).not.toContain("PersonEmail");
    expect(alone?.fields["PersonEmail"]).toBeNull();
    const both = updates(["Account", "Contact"]);
    expect(kinds(both)).toEqual(["UPDATE Account", "UPDATE Contact"]);
    const account = both.find(({ header }) => header.entityName === "Account");
    expect(account?.header.changedFields).toEqual(
      expect.arrayContaining(["Name.LastName", "PersonEmail", "Phone"]),
    );
    expect(account?.header.changedFields).not.toContain("Name.FirstName");
    expect(account?.fields["Name"]).toMatchObject({ LastName: "Moss" });
    const [key] = new Set(both.map(({ header }) => header.transactionKey));
    expect(both.every(({ header }) => header.transactionKey === key)).toBe(true);
  });

  it("is deleted as account and contact", () => {
    const client = orgWith({ personAccounts: true, selectedObjects: ["Account", "Contact"] });
    const id = client.create("Account", person);
    const deleted = eventsOf(client, () => client.send("DELETE", `sobjects/Account/${id}`));
    expect(kinds(deleted)).toEqual(["DELETE Account", "DELETE Contact"]);
  });
});

describe("a merge", () => {
  it("is the deletion of the losers and updates of the master and of what moves to it", () => {
    const client = orgWith({ selectedObjects: ["Account", "Contact"] });
    const master = client.create("Account", { Name: "Master" });
    const loser = client.create("Account", { Name: "Loser" });
    const contact = client.create("Contact", { LastName: "Lee", AccountId: loser });
    const events = eventsOf(client, () => {
      const answer = client.send(
        "POST",
        "/services/Soap/u/64.0",
        `<Envelope><Header><SessionHeader><sessionId>demo</sessionId></SessionHeader></Header><Body>
          <merge><request><masterRecord><type>Account</type><Id>${master}</Id><Phone>9</Phone></masterRecord>
          <recordToMergeIds>${loser}</recordToMergeIds></request></merge></Body></Envelope>`,
      );
      expect(answer.status).toBe(200);
    });
    expect(kinds(events)).toEqual(["DELETE Account", "UPDATE Account", "UPDATE Contact"]);
    const of = (kind: string) => events.find((each) => kinds([each])[0] === kind);
    expect(of("DELETE Account")?.header.recordIds).toEqual([loser]);
    expect(of("UPDATE Account")).toMatchObject({
      header: { recordIds: [master] },
      fields: { Phone: "9", Name: null },
    });
    expect(of("UPDATE Contact")).toMatchObject({
      header: { recordIds: [contact] },
      fields: { AccountId: master },
    });
    expect(new Set(events.map(({ header }) => header.transactionKey)).size).toBe(1);
    expect(events.map(({ header }) => header.sequenceNumber)).toEqual([1, 2, 3]);
  });
});

describe("a price entry", () => {
  it("is new without its audit fields, and never with what is its product's", () => {
    const client = orgWith({ selectedObjects: ["PricebookEntry"] });
    const [book] = client.records("SELECT Id FROM Pricebook2 WHERE IsStandard = true");
    const product = client.create("Product2", { Name: "P", ProductCode: "C" });
    let id = "";
    const [born, ...others] = eventsOf(client, () => {
      id = client.create("PricebookEntry", {
        Pricebook2Id: book?.["Id"],
        Product2Id: product,
        UnitPrice: 5,
      });
    });
    expect(others).toEqual([]);
    expect(born?.header).toMatchObject({ entityName: "PricebookEntry", changeType: "CREATE" });
    expect(born?.fields).toMatchObject({
      Product2Id: product,
      UnitPrice: 5,
      CreatedDate: null,
      CreatedById: null,
      LastModifiedDate: null,
      LastModifiedById: null,
    });
    expect(born?.fields).not.toHaveProperty("Name");
    expect(born?.fields).not.toHaveProperty("ProductCode");
    const [changed] = eventsOf(client, () =>
      client.send("PATCH", `sobjects/PricebookEntry/${id}`, { UnitPrice: 6 }),
    );
    expect([...(changed?.header.changedFields ?? [])].toSorted()).toEqual([
      "LastModifiedDate",
      "UnitPrice",
    ]);
    expect(changed?.fields["LastModifiedDate"]).toBe(client.now);
  });
});

describe("a selection", () => {
  it("takes users and price entries, and no object without change events", () => {
    const { feed } = orgWith({ selectedObjects: ["User", "PricebookEntry"] }).org;
    const schema = feed.schemaOfTopic("/data/UserChangeEvent");
    expect(schema?.fields).toEqual(expect.arrayContaining(["Username", "Email", "IsActive"]));
    expect(schema?.compounds.get("Name")).toEqual(
      expect.arrayContaining(["FirstName", "LastName"]),
    );
    expect(feed.entitiesOf("/data/PricebookEntryChangeEvent")).toEqual(new Set(["PricebookEntry"]));
    for (const name of ["Organization", "Profile", "Nothing"]) {
      expect(() => orgWith({ selectedObjects: [name] })).toThrow(/can't be selected/);
    }
  });
});
