import avro from "avsc";
import { describe, expect, it } from "vitest";
import { eventsOrg } from "../../test/support/events-org.ts";
import { API, type OrgClient } from "../../test/support/org-client.ts";

const TOPIC = "/event/Low_Ink__e";
const INK = { Printer_Model__c: "XZO-5", Ink_Percentage__c: 0.1 };

function bodies(client: OrgClient, topic = TOPIC): readonly Record<string, unknown>[] {
  return client.org.feed.since(topic, 0).map((event) => {
    const schema = JSON.parse(client.org.feed.schemaJson(event.schemaId) ?? "") as avro.Schema;
    const bytes = Buffer.from(event.payload, "base64");
    return { ...(avro.Type.forSchema(schema).fromBuffer(bytes) as object) };
  });
}

describe("platform events", () => {
  it("are published by a row, and answered as queued", () => {
    const client = eventsOrg();
    const answer = client.send("POST", "sobjects/Low_Ink__e", INK);
    expect(answer.status).toBe(201);
    const [event] = client.org.feed.since(TOPIC, 0);
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^e0\w{16}$/),
      success: true,
      errors: [{ statusCode: "OPERATION_ENQUEUED", message: event?.eventId, fields: [] }],
    });
    const user = "005000000000001AAA";
    expect(bodies(client)).toEqual([{ ...INK, CreatedDate: client.now, CreatedById: user }]);
  });

  it("are checked like rows", () => {
    const client = eventsOrg();
    const refused = client.send("POST", "sobjects/Low_Ink__e", { Ink_Percentage__c: 1 });
    expect(refused.body).toMatchObject([{ errorCode: "REQUIRED_FIELD_MISSING" }]);
    const long = client.send("POST", "sobjects/Low_Ink__e", { Printer_Model__c: "x".repeat(21) });
    expect(long.body).toMatchObject([{ errorCode: "STRING_TOO_LONG" }]);
    expect(bodies(client)).toEqual([]);
  });

  it("wait for the commit, unless they are defined to be published at once", () => {
    const client = eventsOrg();
    const post = (referenceId: string, name: string, body: object) => ({
      referenceId,
      method: "POST",
      url: `${API}/sobjects/${name}`,
      body,
    });
    client.send("POST", "composite", {
      allOrNone: true,
      compositeRequest: [
        post("a", "Low_Ink__e", INK),
        post("b", "Now__e", INK),
        post("c", "Account", {}),
      ],
    });
    expect(bodies(client)).toEqual([]);
    expect(bodies(client, "/event/Now__e")).toHaveLength(1);
    const both = client.send("POST", "composite/sobjects", {
      records: ["Low_Ink__e", "Now__e"].map((type) => ({ attributes: { type }, ...INK })),
    });
    const queued = { success: true, errors: [{ statusCode: "OPERATION_ENQUEUED" }] };
    expect(both.body).toMatchObject([queued, queued]);
    expect(bodies(client)).toHaveLength(1);
    expect(bodies(client, "/event/Now__e")).toHaveLength(2);
  });

  it("reach a custom channel as far as its filter lets them", () => {
    const client = eventsOrg();
    client.send("POST", "sobjects/Low_Ink__e", INK);
    client.send("POST", "sobjects/Low_Ink__e", { ...INK, Ink_Percentage__c: 0.9 });
    client.send("POST", "sobjects/Low_Ink__e", { Printer_Model__c: "no level" });
    expect(bodies(client, "/event/Printers__chn")).toMatchObject([INK]);
    expect(client.org.feed.entitiesOf("/data/Printers__chn")).toBeUndefined();
  });

  it("are refused over the hourly allocation, which limits show", () => {
    const client = eventsOrg({ publishesPerHour: 2 });
    const statuses = [1, 2, 3].map(() => client.send("POST", "sobjects/Low_Ink__e", INK).status);
    expect(statuses).toEqual([201, 201, 400]);
    const left = () =>
      (client.send("GET", "limits").body as Record<string, unknown>)[
        "HourlyPublishedPlatformEvents"
      ];
    expect(left()).toEqual({ Max: 2, Remaining: 0 });
    client.wait(3_600_000);
    expect(left()).toEqual({ Max: 2, Remaining: 2 });
  });

  it("cost nothing when the transaction that was to publish them is rolled back", () => {
    const client = eventsOrg({ publishesPerHour: 2 });
    const records = (names: readonly string[]) => ({
      allOrNone: true,
      records: names.map((type) => ({ attributes: { type }, ...(type === "Account" ? {} : INK) })),
    });
    client.send("POST", "composite/sobjects", records(["Low_Ink__e", "Low_Ink__e", "Account"]));
    expect(bodies(client)).toEqual([]);
    const tooMany = records(["Low_Ink__e", "Low_Ink__e", "Low_Ink__e"]);
    const refused = client.send("POST", "composite/sobjects", tooMany).body;
    expect(refused).toMatchObject([{}, {}, { success: false }]);
    client.send("POST", "composite/sobjects", records(["Low_Ink__e", "Low_Ink__e"]));
    expect(bodies(client)).toHaveLength(2);
    expect(client.send("POST", "sobjects/Low_Ink__e", INK).status).toBe(400);
  });

  it("have no rows that could be queried, as change events have none", () => {
    const client = eventsOrg();
    client.send("POST", "sobjects/Low_Ink__e", INK);
    for (const [name, written] of [
      ["Low_Ink__e", "Low_Ink__e"],
      ["AccountChangeEvent", "accountchangeevent"],
    ]) {
      const answer = client.query(`SELECT Id FROM ${written}`);
      expect(answer.status).toBe(400);
      expect(answer.body).toEqual([
        {
          message: `entity type ${name} does not support query`,
          errorCode: "INVALID_TYPE_FOR_OPERATION",
        },
      ]);
    }
  });
});
