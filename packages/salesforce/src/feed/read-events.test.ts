import avro from "avsc";
import { describe, expect, it } from "vitest";
import { type RawEvent, readEvents, schemaOf } from "./read-events.ts";

const CHANNEL = "/data/Accord_Sync__chn";

const texts = { type: "array", items: "string" };
const FIELDS = [
  { name: "entityName", type: "string" },
  { name: "recordIds", type: texts },
  { name: "changeType", type: { type: "enum", name: "ChangeType", symbols: ["UPDATE", "DELETE"] } },
  { name: "changeOrigin", type: "string" },
  { name: "commitTimestamp", type: "long" },
  { name: "commitUser", type: "string" },
  { name: "nulledFields", type: texts },
  { name: "changedFields", type: texts },
];

const schemaJson = (name = "AccountChangeEvent", headerFields: readonly object[] = FIELDS) => ({
  type: "record",
  name,
  namespace: "com.sforce.eventbus",
  fields: [
    {
      name: "ChangeEventHeader",
      type: { type: "record", name: "ChangeEventHeader", fields: headerFields },
    },
    { name: "Phone", type: ["null", "string"], default: null },
  ],
});

const header = {
  entityName: "Account",
  recordIds: ["001000000000001AAA"],
  changeType: "UPDATE",
  changeOrigin: "",
  commitTimestamp: Date.UTC(2026, 10, 23, 10),
  commitUser: "005000000000002AAA",
  nulledFields: [] as string[],
  changedFields: ["0x02"],
};

/** An event of `json`, its header with `change`. */
function eventOf(change: Partial<typeof header> = {}, json: object = schemaJson()): RawEvent {
  const body = { ChangeEventHeader: { ...header, ...change }, Phone: "555" };
  const payload = avro.Type.forSchema(json as avro.Schema).toBuffer(body);
  return { schema: schemaOf(JSON.stringify(json)), payload, replayId: "2a" };
}

const only = (event: RawEvent, topic = CHANNEL) => readEvents([event], topic, null);
const whole = eventOf();
const withBytes = (change: (bytes: Buffer) => Uint8Array): RawEvent => ({
  ...whole,
  payload: change(Buffer.from(whole.payload)),
});

/** `Account` takes a byte of length and seven more; the count of the record ids comes next. */
const AT_COUNT = 8;
const manyIds = (...count: number[]) =>
  withBytes((bytes) =>
    Buffer.concat([bytes.subarray(0, AT_COUNT), Buffer.from(count), bytes.subarray(AT_COUNT + 1)]),
  );

describe("a page of events", () => {
  it("passes over what it cannot read, in its place, and reads the rest", () => {
    const later = eventOf({ commitTimestamp: Date.UTC(2026, 10, 23, 11) });
    const cut = { ...whole, payload: whole.payload.subarray(0, 20) };
    const read = readEvents([cut, later, cut, whole], CHANNEL, "2026-11-23T09:00:00Z");
    expect(read.notices.map(({ committedAt }) => committedAt)).toEqual([
      "2026-11-23T11:00:00Z",
      "2026-11-23T10:00:00Z",
    ]);
    // Not before the event in front of it, on this page or the one before.
    expect(read.unreadable).toEqual([
      {
        type: "Account",
        since: "2026-11-23T09:00:00Z",
        reason: "a value is longer than its event",
      },
      {
        type: "Account",
        since: "2026-11-23T11:00:00Z",
        reason: "a value is longer than its event",
      },
    ]);
  });

  it.each([
    ["nothing", withBytes(() => Buffer.alloc(0)), "it ends too early"],
    ["one byte less", withBytes((bytes) => bytes.subarray(0, -1)), "longer than its event"],
    [
      "one byte more",
      withBytes((bytes) => Buffer.concat([bytes, bytes.subarray(0, 1)])),
      "1 bytes",
    ],
    // The decoder would make the list first and look at its length afterwards, and the process would die.
    ["a list of four billion", manyIds(0xfe, 0xff, 0xff, 0xff, 0x0f), "a list is longer"],
    ["a list of a negative count", manyIds(0xff, 0xff, 0xff, 0xff, 0x0f, 0x02), "a list is longer"],
    [
      "a number without end",
      manyIds(...Array.from({ length: 12 }, () => 0xff)),
      "longer than a number",
    ],
    ["another object's name", eventOf({ entityName: "Contact" }), "names another object"],
    ["no ids of records", eventOf({ recordIds: ["Acme"] }), "what are no ids"],
    ["a time that is none", eventOf({ commitTimestamp: 9e15 }), "Invalid time value"],
  ])("passes over %s", (_what, event, reason) => {
    const { notices, unreadable } = only(event);
    expect([notices, unreadable]).toEqual([
      [],
      [{ type: "Account", since: null, reason: expect.stringContaining(reason) as string }],
    ]);
  });

  it("passes over an event whose header is of other types, or is not there", () => {
    const numbered = FIELDS.map((field) =>
      field.name === "commitUser" ? { ...field, type: "int" } : field,
    );
    const json = schemaJson("AccountChangeEvent", numbered);
    const wrong = eventOf({ commitUser: 5 as unknown as string }, json);
    expect(only(wrong).unreadable).toMatchObject([
      { type: "Account", reason: "its header has no commitUser" },
    ]);
    const bare = { type: "record", name: "AccountChangeEvent", fields: [] };
    expect(only(eventOf({}, bare)).unreadable).toMatchObject([
      { type: "Account", reason: "it has no ChangeEventHeader" },
    ]);
  });

  it("says of which object it is by the schema, else by the topic, else not at all", () => {
    const unknown = { ...whole, schema: schemaOf(null) };
    const typeOf = (event: RawEvent, topic?: string) => only(event, topic).unreadable[0]?.type;
    const sale = schemaJson("Sale__ChangeEvent", [{ name: "entityName", type: "nonsense" }]);
    const unreadable = { ...whole, schema: schemaOf(JSON.stringify(sale)) };
    expect(typeOf(unreadable)).toBe("Sale__c");
    expect(typeOf(unknown, "/data/ContactChangeEvent")).toBe("Contact");
    expect(typeOf(unknown)).toBeNull();
    expect(typeOf(unknown, "/data/ChangeEvents")).toBeNull();
    expect(typeOf({ ...whole, schema: schemaOf("") })).toBeNull();
  });

  it("takes an event that names no record for one of too many", () => {
    expect(only(eventOf({ recordIds: [] })).notices).toMatchObject([{ changeType: "overflow" }]);
  });
});
