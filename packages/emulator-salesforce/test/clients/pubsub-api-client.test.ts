import { generateKeyPairSync } from "node:crypto";
import PubSubApiClient from "salesforce-pubsub-api-client";
import { afterEach, describe, expect, it, vi } from "vitest";
import { selfSignedCertificate } from "../../src/oauth/certificate.ts";
import { type GrpcShell, grpcShell } from "../../src/runtime/grpc-shell.ts";
import { eventsOrg } from "../support/events-org.ts";
import type { OrgClient } from "../support/org-client.ts";

/**
 * `salesforce-pubsub-api-client`, written for the platform by people who know nothing of this emulator,
 * drives it over TLS: it decodes events by itself, from the schemas that it is given.
 */

interface ParsedEvent {
  readonly replayId: number;
  readonly payload: Readonly<Record<string, unknown>> & {
    readonly ChangeEventHeader?: {
      readonly changeType: string;
      readonly recordIds: readonly string[];
      readonly changedFields: readonly string[];
      readonly nulledFields: readonly string[];
      readonly changeOrigin: string;
    };
  };
}

const QUIET = { debug: () => {}, info: () => {}, error: () => {}, warn: () => {} };
const shells: GrpcShell[] = [];
const clients: PubSubApiClient[] = [];
/** What each stream told; its status comes last of all. */
const heard: (readonly string[])[] = [];

// A client that is closed stops listening to its streams, whose end is then nobody's: so the server goes first.
afterEach(async () => {
  for (const shell of shells.splice(0)) await shell.close();
  const ended = () => {
    for (const told of heard) expect(told).toContain("grpcStatus");
  };
  await vi.waitFor(ended, { timeout: 5000 });
  heard.splice(0);
  for (const client of clients.splice(0)) client.close();
});

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});
const from = Date.parse("2020-01-01T00:00:00Z");
const to = Date.parse("2120-01-01T00:00:00Z");
const certificatePem = selfSignedCertificate({
  commonName: "localhost",
  privateKeyPem: privateKey,
  from,
  to,
});

async function serve(org: OrgClient, keepAliveMs = 240_000): Promise<GrpcShell> {
  const tls = { port: 0, certificatePem, privateKeyPem: privateKey };
  const shell = await grpcShell(org.org, {
    host: "127.0.0.1",
    port: 0,
    now: () => org.now,
    keepAliveMs,
    tls,
  });
  shells.push(shell);
  return shell;
}

async function connect(shell: GrpcShell): Promise<PubSubApiClient> {
  const config = {
    authType: "user-supplied",
    accessToken: "demo",
    instanceUrl: "https://localhost",
    organizationId: "00D000000000001EAA",
    pubSubEndpoint: `localhost:${shell.tlsPort}`,
    rejectUnauthorizedSsl: false,
  } as unknown as ConstructorParameters<typeof PubSubApiClient>[0];
  const client = new PubSubApiClient(config, QUIET);
  await client.connect();
  clients.push(client);
  return client;
}

/** A callback that keeps what it is told. */
function keeper() {
  const events: ParsedEvent[] = [];
  const told: string[] = [];
  const callback = (_subscription: unknown, type: string, data: unknown): void => {
    told.push(type);
    if (type === "event") events.push(data as ParsedEvent);
  };
  const arrived = (count: number) =>
    vi.waitFor(() => expect(events).toHaveLength(count), { timeout: 5000 });
  /** A sign of life shows that the stream is open; give `serve` a short interval. */
  const isOpen = () => vi.waitFor(() => expect(told).not.toEqual([]), { timeout: 5000 });
  heard.push(told);
  return { events, told, callback, arrived, isOpen };
}

const TOPIC = "/data/AccountChangeEvent";

describe("salesforce-pubsub-api-client", () => {
  it("subscribes at the tip, and decodes changed, nulled and compound fields", async () => {
    const org = eventsOrg();
    const client = await connect(await serve(org, 50));
    const id = org.create("Account", { Name: "A", Phone: "1", BillingCity: "Bayshore" });
    const seen = keeper();
    client.subscribe(TOPIC, seen.callback);
    await seen.isOpen();
    org
      .wait(1000)
      .send(
        "PATCH",
        `sobjects/Account/${id}`,
        { Phone: null, BillingCity: "Tucson", BillingState: "AZ" },
        { "sforce-call-options": "client=AccordSync" },
      );
    await seen.arrived(1);
    const header = seen.events[0]?.payload.ChangeEventHeader;
    expect(header).toMatchObject({
      changeType: "UPDATE",
      recordIds: [id],
      changeOrigin: "com/salesforce/api/rest/66.0;client=AccordSync",
      changedFields: ["Phone", "LastModifiedDate", "BillingAddress.City", "BillingAddress.State"],
      nulledFields: ["Phone"],
    });
    expect(seen.events[0]?.payload["BillingAddress"]).toMatchObject({
      City: "Tucson",
      State: "AZ",
    });
  });

  it("decodes the names of people, and which part of one changed", async () => {
    const org = eventsOrg();
    const client = await connect(await serve(org));
    const id = org.create("Contact", { FirstName: "Ann", LastName: "Bee" });
    org.wait(1000).send("PATCH", `sobjects/Contact/${id}`, { FirstName: "Anna", Phone: "1" });
    const seen = keeper();
    client.subscribeFromEarliestEvent("/data/People__chn", seen.callback, 2);
    await seen.arrived(2);
    expect(seen.events[0]?.payload["Name"]).toMatchObject({ FirstName: "Ann", LastName: "Bee" });
    expect(seen.events[1]?.payload["Name"]).toMatchObject({ FirstName: "Anna", LastName: null });
    expect(seen.events[1]?.payload.ChangeEventHeader?.changedFields).toContain("Name.FirstName");
  });

  it("takes as many events as it asks for, then more, and resumes by replay id", async () => {
    const org = eventsOrg();
    const shell = await serve(org);
    for (let n = 0; n < 5; n += 1) org.create("Account", { Name: `A${n}` });
    const client = await connect(shell);
    const first = keeper();
    client.subscribeFromEarliestEvent(TOPIC, first.callback, 2);
    await first.arrived(2);
    await vi.waitFor(() => expect(first.told).toContain("lastEvent"), { timeout: 5000 });
    client.requestAdditionalEvents(TOPIC, 1);
    await first.arrived(3);
    const again = keeper();
    const replayId = first.events.at(-1)?.replayId ?? 0;
    (await connect(shell)).subscribeFromReplayId(TOPIC, again.callback, 2, replayId);
    await again.arrived(2);
    const names = [...first.events, ...again.events].map((event) => event.payload["Name"]);
    expect(names).toEqual(["A0", "A1", "A2", "A3", "A4"]);
  });

  it("is told of a replay id that is not one", async () => {
    const client = await connect(await serve(eventsOrg()));
    const seen = keeper();
    client.subscribeFromReplayId(TOPIC, seen.callback, 1, 123_456);
    await vi.waitFor(() => expect(seen.told).toContain("error"), { timeout: 5000 });
  });

  it("publishes one event and a batch, and hears them", async () => {
    const org = eventsOrg();
    const client = await connect(await serve(org, 50));
    const seen = keeper();
    client.subscribe("/event/Low_Ink__e", seen.callback);
    await seen.isOpen();
    const event = (model: string) => ({
      CreatedDate: org.now,
      CreatedById: "005000000000001AAA",
      Printer_Model__c: { string: model },
      Ink_Percentage__c: { double: 0.1 },
    });
    const result = await client.publish("/event/Low_Ink__e", event("XZO-5"), "key-1");
    expect(result).toMatchObject({ correlationKey: "key-1", replayId: org.org.feed.latest() });
    const answers: unknown[] = [];
    const published = keeper();
    const batch = ["A", "B"].map((model) => ({ id: `key-${model}`, payload: event(model) }));
    await client.publishBatch("/event/Low_Ink__e", batch, (info, type, data) => {
      published.callback(info, type, data);
      if (type === "publishResponse") answers.push(data);
    });
    await seen.arrived(3);
    expect(seen.events.map((each) => each.payload["Printer_Model__c"])).toEqual([
      "XZO-5",
      "A",
      "B",
    ]);
    await vi.waitFor(() =>
      expect(answers).toMatchObject([
        { results: [{ correlationKey: "key-A" }, { correlationKey: "key-B" }] },
      ]),
    );
  });
});
