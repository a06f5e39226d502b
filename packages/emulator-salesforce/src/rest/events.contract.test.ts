import { describe, expect, it } from "vitest";
import { eventsOrg } from "../../test/support/events-org.ts";

const MEMBERS = "tooling/sobjects/PlatformEventChannelMember";

describe("event schemas by REST", () => {
  it("are found by the event's name and by their id, in both formats", () => {
    const client = eventsOrg();
    const id = client.org.feed.schemaOfTopic("/event/Low_Ink__e")?.id ?? "";
    const compact = client.send("GET", `event/eventSchema/${id}?payloadFormat=COMPACT`);
    expect(compact.body).toMatchObject({
      name: "Low_Ink__e",
      type: "record",
      fields: [{ name: "CreatedDate", type: "long" }, { name: "CreatedById" }, {}, {}],
    });
    const expanded = client.send("GET", "sobjects/Low_Ink__e/eventSchema").body;
    expect(expanded).toMatchObject({
      type: "expanded-record",
      fields: [{ name: "data" }, { name: "channel", type: "string" }],
    });
    expect(JSON.stringify(expanded)).toContain(
      '{"name":"CreatedDate","type":"string","doc":"CreatedDate:DateTime"}',
    );
    const change = client.send("GET", "sobjects/AccountChangeEvent/eventSchema");
    expect(change.body).toMatchObject({ name: "AccountChangeEvent" });
  });

  it("are refused for other names, ids and formats", () => {
    const client = eventsOrg();
    expect(client.send("GET", "sobjects/Account/eventSchema").status).toBe(404);
    expect(client.send("GET", "event/eventSchema/nothing").status).toBe(404);
    expect(client.send("GET", "event").status).toBe(404);
    const format = "sobjects/Low_Ink__e/eventSchema?payloadFormat=XML";
    expect(client.send("GET", format).status).toBe(400);
    expect(client.send("POST", "sobjects/Low_Ink__e/eventSchema", {}).status).toBe(405);
  });
});

describe("channel members by the Tooling API", () => {
  const member = (eventChannel: string, selectedEntity: string, more: object = {}) => ({
    FullName: "x",
    Metadata: { eventChannel, selectedEntity, ...more },
  });

  it("select, change and take off an entity while the org runs", () => {
    const client = eventsOrg();
    const made = client.send("POST", "tooling/sobjects/PlatformEventChannel", {
      FullName: "Deals__chn",
      Metadata: { channelType: "data", label: "Deals" },
    });
    expect(made.status).toBe(201);
    const body = member("Deals__chn", "OpportunityChangeEvent");
    const { id } = client.send("POST", MEMBERS, body).body as { id: string };
    expect(id).toMatch(/^0v8/);
    expect(client.org.feed.entitiesOf("/data/Deals__chn")).toEqual(new Set(["Opportunity"]));
    const filterExpression = "StageName = 'Closed Won'";
    client.send("PATCH", `${MEMBERS}/${id}`, member("", "", { filterExpression }));
    expect(client.send("GET", `${MEMBERS}/${id}`).body).toMatchObject({
      SelectedEntity: "OpportunityChangeEvent",
      Metadata: { eventChannel: "Deals__chn", filterExpression },
    });
    expect(client.send("DELETE", `${MEMBERS}/${id}`).status).toBe(204);
    expect(client.send("GET", `${MEMBERS}/${id}`).status).toBe(404);
    expect(client.org.feed.isSelected("Opportunity")).toBe(false);
  });

  it("go with their channel, which is found by its id and may be made anew", () => {
    const client = eventsOrg();
    const CHANNELS = "tooling/sobjects/PlatformEventChannel";
    const body = { FullName: "Deals__chn", Metadata: { channelType: "data", label: "Deals" } };
    const { id } = client.send("POST", CHANNELS, body).body as { id: string };
    client.send("POST", MEMBERS, member("Deals__chn", "OpportunityChangeEvent"));
    expect(client.send("GET", `${CHANNELS}/${id.slice(0, 15)}`)).toMatchObject({
      status: 200,
      body: { Id: id, FullName: "Deals__chn", Metadata: { channelType: "data" } },
    });
    expect(client.send("PATCH", `${CHANNELS}/${id}`, body).status).toBe(405);
    expect(client.send("DELETE", `${CHANNELS}/${id}`).status).toBe(204);
    expect(client.send("GET", `${CHANNELS}/${id}`).status).toBe(404);
    expect(client.send("DELETE", `${CHANNELS}/${id}`).status).toBe(404);
    expect(client.org.feed.isSelected("Opportunity")).toBe(false);
    expect(client.send("POST", CHANNELS, body).status).toBe(201);
    expect(client.org.feed.isSelected("Opportunity")).toBe(false);

    const q = "SELECT Id FROM PlatformEventChannel WHERE DeveloperName = 'Sales'";
    const declared = client.send("GET", `tooling/query?q=${encodeURIComponent(q)}`).body as {
      records: readonly { Id: string }[];
    };
    const address = `${CHANNELS}/${declared.records[0]?.Id ?? "none"}`;
    expect(client.send("DELETE", address).status).toBe(204);
    expect(client.send("GET", address).status).toBe(404);
    expect(client.org.feed.entitiesOf("/data/Sales__chn")).toBeUndefined();
  });

  it("are refused over five entities, and leave everything as it was", () => {
    const client = eventsOrg();
    const select = (entity: string) =>
      client.send("POST", MEMBERS, member("Sales__chn", `${entity}ChangeEvent`)).status;
    expect(["Opportunity", "Order", "Quote"].map(select)).toEqual([201, 201, 400]);
    expect(client.org.feed.isSelected("Quote")).toBe(false);
    const bad = client.send("POST", MEMBERS, member("Sales__chn", "NothingChangeEvent"));
    expect(bad.status).toBe(400);
    expect(client.send("POST", MEMBERS, {}).status).toBe(400);
  });

  it("are seen by queries as they are now, under the ids that rows have", () => {
    const client = eventsOrg();
    const rows = () => {
      const q = "SELECT Id, EventChannel, SelectedEntity FROM PlatformEventChannelMember";
      const { body } = client.send("GET", `tooling/query?q=${encodeURIComponent(q)}`);
      return (body as { records: { Id: string; SelectedEntity: string }[] }).records;
    };
    const idOf = (entity: string) => rows().find((each) => each.SelectedEntity === entity)?.Id;
    expect(idOf("OrderChangeEvent")).toBeUndefined();
    const { id } = client.send("POST", MEMBERS, member("Sales__chn", "OrderChangeEvent")).body as {
      id: string;
    };
    expect(idOf("OrderChangeEvent")).toBe(id);
    const contact = idOf("ContactChangeEvent") ?? "";
    expect(client.send("GET", `${MEMBERS}/${contact.slice(0, 15)}`).body).toMatchObject({
      EventChannel: "People__chn",
    });
    expect(client.send("DELETE", `${MEMBERS}/${contact}`).status).toBe(204);
    expect(client.org.feed.isSelected("Contact")).toBe(false);
    expect(idOf("ContactChangeEvent")).toBeUndefined();
    client.send("POST", "tooling/sobjects/PlatformEventChannel", {
      FullName: "Deals__chn",
      Metadata: { channelType: "data", label: "Deals" },
    });
    const q = "SELECT Id FROM PlatformEventChannel WHERE DeveloperName = 'Deals'";
    expect(client.send("GET", `tooling/query?q=${encodeURIComponent(q)}`).body).toMatchObject({
      totalSize: 1,
    });
    client.send("POST", "/_emulator/reset");
    expect(idOf("OrderChangeEvent")).toBeUndefined();
    expect(idOf("ContactChangeEvent")).toBe(contact);
  });

  it("are neither selected twice nor moved", () => {
    const client = eventsOrg();
    const order = member("Sales__chn", "OrderChangeEvent");
    const { id } = client.send("POST", MEMBERS, order).body as { id: string };
    expect(client.send("POST", MEMBERS, order)).toMatchObject({
      status: 400,
      body: [{ errorCode: "DUPLICATE_VALUE" }],
    });
    const moved = member("Rich__chn", "OrderChangeEvent");
    expect(client.send("PATCH", `${MEMBERS}/${id}`, moved).status).toBe(400);
    expect(client.org.feed.entitiesOf("/data/Rich__chn")).toEqual(new Set(["Account"]));
  });

  it("survive a restart, as do those changed by the control endpoint", () => {
    const client = eventsOrg();
    const chosen = { channel: "Sales__chn", selectedEntity: "OrderChangeEvent" };
    expect(client.send("POST", "/_emulator/channels", chosen).status).toBe(200);
    client.send("DELETE", "/_emulator/channels", {
      channel: "People__chn",
      selectedEntity: "ContactChangeEvent",
    });
    const again = eventsOrg({}, client.org.store.snapshot());
    expect(again.org.feed.isSelected("Order")).toBe(true);
    expect(again.org.feed.isSelected("Contact")).toBe(false);
    client.send("POST", "/_emulator/reset");
    expect(client.org.feed.isSelected("Contact")).toBe(true);
  });
});
