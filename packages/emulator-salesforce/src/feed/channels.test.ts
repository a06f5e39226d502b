import { describe, expect, it } from "vitest";
import { decodeEvent, type DecodedEvent } from "../../test/support/decode-event.ts";
import { eventsOrg } from "../../test/support/events-org.ts";
import { type OrgClient } from "../../test/support/org-client.ts";

function events(client: OrgClient, topic: string, after = 0): readonly DecodedEvent[] {
  const { feed } = client.org;
  return feed
    .since(topic, after)
    .map((event) =>
      decodeEvent(feed.schemaJson(event.schemaId) ?? "", Buffer.from(event.payload, "base64")),
    );
}

const member = (entity: string, filterExpression: string | null = null) => ({
  entity,
  enrichedFields: [],
  filterExpression,
});

describe("channels", () => {
  it("deliver only what their filter lets through, by the fields' present values", () => {
    const client = eventsOrg();
    const bank = client.create("Account", { Name: "Bank", Industry: "Banking" });
    client.create("Account", { Name: "Farm", Industry: "Agriculture" });
    client.wait(1000).send("PATCH", `sobjects/Account/${bank}`, { Phone: "1" });
    client.send("DELETE", `sobjects/Account/${bank}`);
    const seen = events(client, "/data/Sales__chn");
    expect(seen.map((event) => event.header.changeType)).toEqual(["CREATE", "UPDATE"]);
    // The filtered field is enriched of itself, and does not count as changed.
    expect(seen[1]?.fields).toMatchObject({ Phone: "1", Industry: "Banking" });
    expect(seen[1]?.header.changedFields).not.toContain("Industry");
  });

  it("enrich updates and deletions, and part groups into events of one replay id", () => {
    const client = eventsOrg();
    const ids = ["1", "2"].map((AccountNumber) =>
      client.create("Account", { Name: "A", AccountNumber }),
    );
    const after = client.org.feed.latest();
    client.wait(1000).send("PATCH", "composite/sobjects", {
      records: ids.map((Id) => ({ attributes: { type: "Account" }, Id, Phone: "9" })),
    });
    expect(events(client, "/data/AccountChangeEvent", after)).toHaveLength(1);
    const parted = client.org.feed.since("/data/Rich__chn", after);
    expect(parted.map((event) => event.recordIds)).toEqual(ids.map((id) => [id]));
    expect(new Set(parted.map((event) => event.replayId)).size).toBe(1);
    const numbers = events(client, "/data/Rich__chn", after).map((e) => e.fields["AccountNumber"]);
    expect(numbers).toEqual(["1", "2"]);
    const before = client.org.feed.latest();
    client.send("DELETE", `sobjects/Account/${ids[0]}`);
    expect(events(client, "/data/Rich__chn", before)[0]?.fields["AccountNumber"]).toBe("1");
  });

  it("name the fields of an account by the bitmap that the documentation shows", () => {
    const client = eventsOrg();
    const id = client.create("Account", { Name: "A" });
    const after = client.org.feed.latest();
    client.wait(1000).send("PATCH", `sobjects/Account/${id}`, { Industry: "Apparel" });
    const [event] = client.org.feed.since("/data/AccountChangeEvent", after);
    expect(Buffer.from(event?.payload ?? "", "base64").toString("latin1")).toContain("0x400800");
  });

  it("take selections at run time, up to five entities over all channels", () => {
    const { channels } = eventsOrg().org.feed;
    expect([...channels.countedEntities()].sort()).toEqual(["Account", "Contact", "Product2"]);
    channels.select("Rich__chn", member("Opportunity"));
    channels.select("Rich__chn", member("Order"));
    channels.select("Sales__chn", member("Opportunity"));
    expect(() => channels.select("Sales__chn", member("Pricebook2"))).toThrow(/maximum of 5/);
    channels.unselect("People__chn", "Contact");
    channels.select("Sales__chn", member("Pricebook2"));
    expect(channels.isSelected("Contact")).toBe(false);
  });

  it("of a released managed package do not count", () => {
    const { channels } = eventsOrg({ exemptChannels: ["Rich__chn"], selectedEntitiesMax: 3 }).org
      .feed;
    channels.select("Rich__chn", member("Order"));
    expect(() => channels.select("Sales__chn", member("Order"))).toThrow(/maximum of 3/);
  });

  it("keep an org from starting whose project selects too much", () => {
    expect(() => eventsOrg({ selectedEntitiesMax: 2 })).toThrow(/maximum of 2 entities/);
  });

  it("refuse filters that cannot be evaluated, and entities that cannot be selected", () => {
    const { channels } = eventsOrg().org.feed;
    const refused = [
      "Nope = 1",
      "Industry =",
      "ChangeEventHeader.recordIds = '1'",
      "Name IN ('A')",
    ];
    for (const filter of refused) {
      expect(() => channels.select("Sales__chn", member("Account", filter))).toThrow(/filter/i);
    }
    expect(() => channels.select("Sales__chn", member("Low_Ink__e"))).toThrow(/can't be selected/);
    expect(() => channels.select("None__chn", member("Account"))).toThrow(/doesn't exist/);
  });

  it("take no entity of the other kind, also one that another channel carries", () => {
    const { channels } = eventsOrg().org.feed;
    channels.create("Ink__chn", "event");
    channels.select("Ink__chn", member("Low_Ink__e"));
    expect(() => channels.select("Sales__chn", member("Low_Ink__e"))).toThrow(/can't be selected/);
    expect(() => channels.select("Ink__chn", member("Account"))).toThrow(/can't be selected/);
  });
});

describe("large changes", () => {
  it("are gaps when their event is too large", () => {
    const client = eventsOrg({ eventBytesMax: 2000 });
    client.create("Account", { Name: "A", Description: "x".repeat(3000) });
    const [event] = events(client, "/data/AccountChangeEvent");
    expect(event?.header.changeType).toBe("GAP_CREATE");
    expect(event?.fields["Description"]).toBeNull();
  });

  it("overflow once for each entity when a transaction has too many of them", () => {
    const client = eventsOrg({ changesPerTransactionMax: 3 });
    client.send("POST", "composite/sobjects", {
      records: ["A", "B", "C", "D", "E"].map((Name) => ({
        attributes: { type: "Account" },
        Name,
      })),
    });
    const seen = events(client, "/data/AccountChangeEvent");
    expect(seen.map((event) => event.header.changeType)).toEqual([
      "CREATE",
      "CREATE",
      "CREATE",
      "GAP_OVERFLOW",
    ]);
    expect(seen[3]?.header.recordIds).toEqual(["000000000000000AAA"]);
  });
});
