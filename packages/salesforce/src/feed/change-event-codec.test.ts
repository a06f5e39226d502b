import avro from "avsc";
import { describe, expect, it } from "vitest";
import { decodeChangeEvent } from "./change-event-codec.ts";
import { readEventSchema } from "./event-schema.ts";
import { classifyFailure } from "./feed-end.ts";
import { readBitmaps } from "./field-bitmap.ts";

const optional = (type: unknown) => ["null", type];
const texts = { type: "array", items: "string" };
const address = {
  type: "record",
  name: "Address",
  fields: ["Street", "City", "State"].map((name) => ({
    name,
    type: optional("string"),
    default: null,
  })),
};
const SCHEMA = {
  type: "record",
  name: "AccountChangeEvent",
  namespace: "com.sforce.eventbus",
  fields: [
    {
      name: "ChangeEventHeader",
      type: {
        type: "record",
        name: "ChangeEventHeader",
        fields: [
          { name: "entityName", type: "string" },
          { name: "recordIds", type: texts },
          {
            name: "changeType",
            type: {
              type: "enum",
              name: "ChangeType",
              symbols: [
                "CREATE",
                "UPDATE",
                "DELETE",
                "UNDELETE",
                "GAP_UPDATE",
                "GAP_OVERFLOW",
                "SNAPSHOT",
              ],
            },
          },
          { name: "changeOrigin", type: "string" },
          { name: "commitTimestamp", type: "long" },
          { name: "commitNumber", type: "long" },
          { name: "commitUser", type: "string" },
          { name: "nulledFields", type: texts },
          { name: "changedFields", type: texts },
        ],
      },
    },
    { name: "Name", type: optional("string"), default: null },
    { name: "Phone", type: optional("string"), default: null },
    { name: "BillingAddress", type: optional(address), default: null },
    { name: "AnnualRevenue", type: optional("double"), default: null },
    { name: "Accord_Active__c", type: optional("boolean"), default: null },
    { name: "LastModifiedDate", type: optional("long"), default: null },
  ],
};

const schema = readEventSchema(JSON.stringify(SCHEMA));

const header = {
  entityName: "Account",
  recordIds: ["001000000000001AAA"],
  changeType: "UPDATE",
  changeOrigin: "com/salesforce/api/rest/66.0;client=AccordSync",
  commitTimestamp: Date.UTC(2026, 10, 23, 10, 0, 1),
  commitNumber: 11_000_000_000_000,
  commitUser: "005000000000002AAA",
  nulledFields: [] as string[],
  changedFields: [] as string[],
};

const NOTHING = {
  Name: null,
  Phone: null,
  BillingAddress: null,
  AnnualRevenue: null,
  Accord_Active__c: null,
  LastModifiedDate: null,
};

const decode = (change: Partial<typeof header>, fields: object) => {
  const event = { ChangeEventHeader: { ...header, ...change }, ...NOTHING, ...fields };
  const payload = avro.Type.forSchema(SCHEMA as avro.Schema).toBuffer(event);
  return decodeChangeEvent(schema, payload, "2a");
};

describe("a change event", () => {
  it("of an update names the values that changed, parts of addresses by the API's field", () => {
    // Bits 2 (Phone), 5 (Accord_Active__c) and 6 (LastModifiedDate); of the address at 3, bit 1 (City).
    const notice = decode(
      { changedFields: ["0x64", "3-0x02"], nulledFields: ["0x10", "3-0x01"] },
      {
        Phone: "555",
        Accord_Active__c: false,
        LastModifiedDate: 1,
        BillingAddress: { Street: null, City: "Tucson", State: null },
      },
    );
    expect(notice).toEqual({
      type: "Account",
      recordIds: ["001000000000001AAA"],
      changeType: "update",
      replayId: "2a",
      committedAt: "2026-11-23T10:00:01Z",
      client: "AccordSync",
      userId: "005000000000002AAA",
      linkMark: null,
      changed: {
        Phone: "555",
        Accord_Active__c: false,
        BillingCity: "Tucson",
        AnnualRevenue: null,
        BillingStreet: null,
      },
    });
  });

  it("of a create carries every value that is there", () => {
    const billing = { Street: "1 Main St", City: null, State: "AZ" };
    const notice = decode(
      { changeType: "CREATE" },
      { Name: "A", AnnualRevenue: 12.5, BillingAddress: billing, LastModifiedDate: 1 },
    );
    expect(notice.changed).toEqual({
      Name: "A",
      AnnualRevenue: "12.5",
      BillingStreet: "1 Main St",
      BillingState: "AZ",
    });
  });

  it.each([
    ["DELETE", "delete"],
    ["UNDELETE", "undelete"],
    ["GAP_UPDATE", "gap"],
    ["GAP_OVERFLOW", "overflow"],
    ["SNAPSHOT", "gap"],
  ])("of kind %s is read as %s and carries no values", (changeType, expected) => {
    expect(decode({ changeType }, {})).toMatchObject({ changeType: expected, changed: null });
  });

  it("about records that are not told, `001*`, is read as an overflow", () => {
    const notice = decode({ changeType: "UPDATE", recordIds: ["001*"] }, {});
    expect(notice).toMatchObject({ changeType: "overflow", recordIds: [], changed: null });
  });

  it.each([
    ["", null],
    ["com/salesforce/api/soap/66.0;client=SfdcInternalAPI/", "SfdcInternalAPI"],
    ["com/salesforce/api/rest/66.0", null],
    ["com/salesforce/api/rest/66.0;client=", null],
  ])("from origin %j came by client %j", (changeOrigin, client) => {
    expect(decode({ changeOrigin }, {}).client).toBe(client);
  });

  it("that is not of its schema is refused, not misread", () => {
    expect(() => decodeChangeEvent(schema, Uint8Array.of(1, 2, 3), "1")).toThrow();
    expect(() => readEventSchema('"string"')).toThrow(TypeError);
  });
});

describe("bitmaps", () => {
  const fields = Array.from({ length: 70 }, (_, index) => ({ name: `f${index}`, parts: [] }));

  it("reach beyond 64 fields", () => {
    expect(readBitmaps(["0x200000000000000001"], fields).map(({ name }) => name)).toEqual([
      "f0",
      "f69",
    ]);
  });

  it("that name no field of the schema name nothing", () => {
    expect(readBitmaps(["0xFFFF"], fields.slice(0, 2))).toHaveLength(2);
    expect(readBitmaps(["junk", "99-0x01"], fields)).toEqual([]);
  });
});

describe("the end of a stream", () => {
  const prefix = "sfdc.platform.eventbus.grpc";
  const end = (status: number, errorCode: string) =>
    classifyFailure({ status, message: "m", errorCode });

  it.each([
    [`${prefix}.subscription.fetch.replayid.corrupted`],
    [`${prefix}.subscription.fetch.replayid.validation.failed`],
  ])("by %s means that the position is lost", (code) => {
    expect(end(3, code)).toEqual({ kind: "replay-lost" });
  });

  it.each([
    [16, `${prefix}.service.auth.error`, true],
    [16, `${prefix}.service.auth.headers.invalid`, true],
    [16, `${prefix}.service.auth.refresh.invalid`, true],
    [16, "", true],
    [7, "", true],
    [3, `${prefix}.subscription.fetch.topic.mismatch`, false],
    [8, `${prefix}.service.protection.triggered`, false],
    [14, "", false],
    [14, `${prefix}.service.unavailable`, false],
    [8, `${prefix}.concurrent.client.limit.exceeded`, false],
  ])("by status %i and code %j needs a new token: %j", (status, code, needsNewToken) => {
    expect(end(status, code)).toMatchObject({ kind: "failed", needsNewToken });
  });

  it.each([
    ["subscription.limit.exceeded", "SF_EVENTS_LIMIT"],
    ["topic.not.found", "SF_EVENTS_CLOSED"],
    ["topic.meta.permission", "SF_EVENTS_CLOSED"],
    ["subscription.topic.cannot.subscribe", "SF_EVENTS_CLOSED"],
    ["service.tenant.license", "SF_EVENTS_CLOSED"],
  ])("by %s is a refusal that asking again soon does not change", (code, error) => {
    expect(end(8, `${prefix}.${code}`)).toMatchObject({ kind: "refused", error: { code: error } });
  });
});
