import avro from "avsc";
import { afterEach, describe, expect, it, vi } from "vitest";
import { eventsOrg } from "../../test/support/events-org.ts";
import { arrived, ERRORS, eventsOf, failureOf, GrpcOrgs } from "../../test/support/grpc-org.ts";
import type { OrgClient } from "../../test/support/org-client.ts";

const orgs = new GrpcOrgs();
afterEach(() => orgs.close());

const TOPIC = "/event/Low_Ink__e";
const FIXED = { CreatedDate: 0, CreatedById: "005000000000001AAA" };

const schemaIdOf = (org: OrgClient) => org.org.feed.schemaOfTopic(TOPIC)?.id ?? "";

function encoded(org: OrgClient, body: object): Buffer {
  const json = org.org.feed.schemaJson(schemaIdOf(org)) ?? "";
  return avro.Type.forSchema(JSON.parse(json) as avro.Schema).toBuffer({
    ...FIXED,
    Printer_Model__c: null,
    Ink_Percentage__c: null,
    ...body,
  });
}

const producer = (org: OrgClient, id: string, body: object) => ({
  id,
  schemaId: schemaIdOf(org),
  payload: encoded(org, body),
});

const published = (org: OrgClient) => org.org.feed.since(TOPIC, 0);

describe("Publish", () => {
  it("puts events on the bus, and answers each with its replay id", async () => {
    const { org, connect } = await orgs.serve(eventsOrg());
    const stream = connect().subscribe();
    stream.request({ topicName: TOPIC, replayPreset: "EARLIEST", numRequested: 10 });
    const answer = await connect().call("Publish", {
      topicName: TOPIC,
      events: [
        producer(org, "a", { Printer_Model__c: "A" }),
        producer(org, "b", { Printer_Model__c: "B" }),
      ],
    });
    await arrived(stream, 2);
    expect(answer["results"]).toMatchObject(
      eventsOf(stream).map(({ event, replayId }) => ({ correlationKey: event.id, replayId })),
    );
    expect(eventsOf(stream).map(({ event }) => event.id)).toEqual(["a", "b"]);
    expect(answer).toMatchObject({ schemaId: schemaIdOf(org), rpcId: expect.stringMatching(/./) });
  });

  it("refuses bad events one by one, and publishes the others in their order", async () => {
    const { org, connect } = await orgs.serve(eventsOrg({ eventBytesMax: 200 }));
    const good = (id: string) => producer(org, id, { Printer_Model__c: "A" });
    const events = [
      good("first"),
      { ...good("schema"), schemaId: "other" },
      { ...good("avro"), payload: Buffer.from("no Avro") },
      { ...good("size"), payload: Buffer.alloc(201) },
      producer(org, "missing", {}),
      producer(org, "long", { Printer_Model__c: "x".repeat(21) }),
      good("last"),
    ];
    const { results } = await connect().call("Publish", { topicName: TOPIC, events });
    const problems = (
      results as readonly { correlationKey: string; error?: { msg: string } }[]
    ).map(({ correlationKey, error }) => [correlationKey, error?.msg ?? ""]);
    expect(problems).toEqual([
      ["first", ""],
      ["schema", expect.stringMatching(/schema ID other/)],
      ["avro", expect.stringMatching(/can't be read by the event schema/)],
      ["size", expect.stringMatching(/larger than the maximum size of 200 bytes/)],
      ["missing", expect.stringMatching(/Required fields are missing: \[Printer_Model__c\]/)],
      ["long", expect.stringMatching(/data value too large: x+ \(max length=20\)/)],
      ["last", ""],
    ]);
    expect(results).toMatchObject([
      {},
      ...Array.from({ length: 5 }, () => ({ error: { code: "PUBLISH" } })),
      {},
    ]);
    expect(published(org).map(({ eventId }) => eventId)).toEqual(["first", "last"]);
  });

  it("publishes up to the hourly allocation and refuses the rest of the events", async () => {
    const { org, connect } = await orgs.serve(eventsOrg({ publishesPerHour: 1 }));
    const events = ["1", "2"].map((id) => producer(org, id, { Printer_Model__c: "A" }));
    const { results } = await connect().call("Publish", { topicName: TOPIC, events });
    expect(results).toMatchObject([
      { correlationKey: "1" },
      { correlationKey: "2", error: { msg: expect.stringMatching(/^LIMIT_EXCEEDED/) } },
    ]);
    expect(published(org)).toHaveLength(1);
  });

  it.each([
    [{ topicName: "", events: [] }, "publish.topic.validation.empty"],
    [{ topicName: "/event/None__e", events: [] }, "topic.not.found"],
    [{ topicName: "/data/AccountChangeEvent", events: [{ id: "1" }] }, "topic.meta.permission"],
    [{ topicName: TOPIC, events: [] }, "publish.event.count.invalid"],
  ])("refuses %j, and names the call in text and trailer", async (request, errorCode) => {
    const { org, connect } = await orgs.serve(eventsOrg());
    const refused = await connect()
      .call("Publish", request)
      .catch((error: unknown) => error as { rpcId: string; details: string });
    expect(refused).toMatchObject({ errorCode: ERRORS + errorCode });
    expect(refused["rpcId"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(refused["details"]).toMatch(new RegExp(`rpcId: ${String(refused["rpcId"])}$`));
    expect(published(org)).toEqual([]);
  });
});

describe("PublishStream", () => {
  it("answers request for request on the topic of the first one", async () => {
    const { org, connect } = await orgs.serve(eventsOrg());
    const stream = connect().subscribe("PublishStream");
    stream.request({ topicName: TOPIC, events: [producer(org, "1", { Printer_Model__c: "A" })] });
    stream.request({ events: [producer(org, "2", { Printer_Model__c: "B" })] });
    await vi.waitFor(() => expect(stream.responses).toHaveLength(2), { timeout: 5000 });
    expect(stream.responses.flatMap(({ results }) => results)).toMatchObject([
      { correlationKey: "1" },
      { correlationKey: "2" },
    ]);
    stream.request({ topicName: "/event/Now__e", events: [] });
    expect(await failureOf(stream)).toMatchObject({ errorCode: `${ERRORS}publish.topic.mismatch` });
    expect(published(org)).toHaveLength(2);
  });

  it("takes a new token later, but not with the first request, and no dead one", async () => {
    const { org, connect } = await orgs.serve(eventsOrg());
    const request = (authRefresh: string) => ({
      topicName: TOPIC,
      events: [producer(org, "1", { Printer_Model__c: "A" })],
      authRefresh,
    });
    const early = connect().subscribe("PublishStream");
    early.request(request("demo"));
    expect(await failureOf(early)).toMatchObject({
      errorCode: `${ERRORS}publish.auth.refresh.invalid`,
    });
    const stream = connect().subscribe("PublishStream");
    stream.request(request(""));
    stream.request(request("demo"));
    await vi.waitFor(() => expect(stream.responses).toHaveLength(2), { timeout: 5000 });
    stream.request(request("dead"));
    expect(await failureOf(stream)).toMatchObject({
      code: 16,
      errorCode: `${ERRORS}service.auth.refresh.invalid`,
    });
    expect(published(org)).toHaveLength(2);
  });
});
