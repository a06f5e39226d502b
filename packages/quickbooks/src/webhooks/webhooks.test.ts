import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readNotices } from "./read-notices.ts";
import { verifyWebhook } from "./verify-webhook.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("the webhook verifier", () => {
  const body = bytes('[{"id":"1"}]');
  // Made apart from this code: printf '[{"id":"1"}]' | openssl dgst -sha256 -hmac verifier -binary | base64
  const signature = "HxtHVmWLsE92Ji+/dij3cwfSu8cv22Fbd5rLQFdryG8=";

  it("accepts a signature made by another implementation", () => {
    expect(verifyWebhook(body, signature, "verifier")).toBe(true);
  });

  it("accepts Intuit's own example", () => {
    // github.com/intuit/QuickBooks-V3-Java-SDK, WebhooksServiceTest.java (Apache-2.0).
    const payload =
      '{"eventNotifications":[{"realmId":"1185883450","dataChangeEvent":{"entities":[{"name":"Customer","id":"1","operation":"Create","lastUpdated":"2015-10-05T14:42:19-0700"}]}}]}';
    const token = "b5771f19b12ddb4bcdb9f08bdc50bc63878a";
    const given = "JC2GUwciPmRBwEO7WvrRmKqu9tGOKL8FFallocTFi8Q=";
    expect(verifyWebhook(bytes(payload), given, token)).toBe(true);
    expect(verifyWebhook(bytes(payload), "1234", token)).toBe(false);
    expect(verifyWebhook(bytes(payload.replace("Create", "Delete")), given, token)).toBe(false);
    expect(readNotices(bytes(payload)).notices).toMatchObject([
      { realmId: "1185883450", type: "Customer", id: "1", operation: "created" },
    ]);
  });

  it("signs bytes, not text: a body that is no UTF-8 verifies", () => {
    const binary = Uint8Array.of(0xff, 0x00, 0xfe);
    const own = createHmac("sha256", "verifier").update(binary).digest("base64");
    expect(verifyWebhook(binary, own, "verifier")).toBe(true);
  });

  it.each([
    ["no signature", body, undefined, "verifier"],
    ["an empty signature", body, "", "verifier"],
    ["another token", body, signature, "other"],
    ["no token in the settings", body, signature, ""],
    ["a changed body", bytes('[{"id":"2"}]'), signature, "verifier"],
    ["a shortened signature", body, signature.slice(0, 20), "verifier"],
    ["a signature that is no base64", body, "§§§", "verifier"],
  ])("refuses %s", (_what, given, header, token) => {
    expect(verifyWebhook(given, header, token)).toBe(false);
  });
});

const event = {
  specversion: "1.0",
  id: "88cd52aa-33b6-4351-9aa4-47572edbd068",
  source: "intuit.app",
  type: "qbo.customer.updated.v1",
  datacontenttype: "application/json",
  time: "2026-09-10T21:31:25.179453Z",
  intuitentityid: "58",
  intuitaccountid: "9341452700000001",
  data: {},
};

describe("the body of a webhook", () => {
  it("is read as an array of CloudEvents, with nanoseconds in its time", () => {
    expect(readNotices(bytes(JSON.stringify([event])))).toEqual({
      unreadable: 0,
      notices: [
        {
          realmId: "9341452700000001",
          type: "Customer",
          id: "58",
          operation: "updated",
          time: "2026-09-10T21:31:25Z",
          deletedId: null,
          eventId: "88cd52aa-33b6-4351-9aa4-47572edbd068",
        },
      ],
    });
  });

  it("keeps the events of several companies apart, in one array", () => {
    const other = { ...event, id: "2", intuitaccountid: "310687" };
    // As Intuit's own example has it: no data, no type of content, nanoseconds.
    const bare = {
      specversion: "1.0",
      id: "d1a3aedd-9670-41bf-a4f9-c148a1cc4e03",
      source: "intuit.app",
      type: "qbo.class.created.v1",
      time: "2025-10-07T19:59:07.034359333Z",
      intuitentityid: "1234",
      intuitaccountid: "310687",
    };
    expect(readNotices(bytes(JSON.stringify([event, other, bare])))).toMatchObject({
      unreadable: 0,
      notices: [
        { realmId: "9341452700000001" },
        { realmId: "310687", id: "58" },
        { realmId: "310687", type: "Class", id: "1234", operation: "created" },
      ],
    });
  });

  it("tells the same event of a second delivery by its id, and drops none itself", () => {
    const { notices } = readNotices(bytes(JSON.stringify([event, event])));
    expect(notices.map(({ eventId }) => eventId)).toEqual([event.id, event.id]);
  });

  it.each([
    ["qbo.salesreceipt.void.v1", "SalesReceipt", "void"],
    ["qbo.salesreceipt.VOIDED.v1", "SalesReceipt", "void"],
    ["qbo.creditmemo.emailed.v1", "CreditMemo", "emailed"],
    ["QBO.Vendor.Deleted.V1", "Vendor", "deleted"],
    ["qbo.hologram.created.v1", "Hologram", "created"],
    ["qbo.customer.blessed.v2", "Customer", "updated"],
    ["qbo.customer.status_changed.v1", "Customer", "updated"],
    ["qbo.customer.constructor.v1", "Customer", "updated"],
    ["qbo.constructor.__proto__.v1", "Constructor", "updated"],
  ])("names %s as %s, %s", (type, name, operation) => {
    const read = readNotices(bytes(JSON.stringify([{ ...event, type }])));
    expect(read).toMatchObject({ unreadable: 0, notices: [{ type: name, operation }] });
  });

  it("tells both records of a merge, also when data is absent elsewhere", () => {
    const merged = { ...event, type: "qbo.customer.merged.v1", data: { deletedid: "27" } };
    const { data: _none, ...bare } = event;
    const camel = { ...merged, data: { deletedId: "28" } };
    expect(readNotices(bytes(JSON.stringify([camel]))).notices[0]?.deletedId).toBe("28");
    expect(readNotices(bytes(JSON.stringify([merged, bare])))).toMatchObject({
      unreadable: 0,
      notices: [{ operation: "merged", id: "58", deletedId: "27" }, { deletedId: null }],
    });
  });

  it("is read in the older form, with several companies", () => {
    const entity = { name: "Customer", id: "1", operation: "Merge", deletedId: "23" };
    const body = {
      eventNotifications: [
        {
          realmId: "1",
          dataChangeEvent: {
            entities: [{ ...entity, lastUpdated: "2015-10-05T14:42:19-0700" }],
          },
        },
        {
          realmId: "2",
          dataChangeEvent: {
            entities: [
              { name: "Item", id: "9", operation: "Create", lastUpdated: "2015-10-05T21:42:19Z" },
            ],
          },
        },
      ],
    };
    expect(readNotices(bytes(JSON.stringify(body)))).toMatchObject({
      unreadable: 0,
      notices: [
        { realmId: "1", operation: "merged", deletedId: "23", time: "2015-10-05T21:42:19Z" },
        { realmId: "2", type: "Item", operation: "created", eventId: "" },
      ],
    });
  });

  it.each([
    ["no JSON", "hello", 1],
    ["another object", "{}", 1],
    ["an event without a record", JSON.stringify([{ ...event, intuitentityid: undefined }]), 1],
    ["an event without a time", JSON.stringify([{ ...event, time: "yesterday" }]), 1],
    ["an event of another product", JSON.stringify([{ ...event, type: "payroll.run.v1" }]), 1],
    ["an array of texts", '["x", "y"]', 2],
    ["companies that are none", '{"eventNotifications":["x",{"realmId":"1"}]}', 2],
    [
      "entities that are none",
      '{"eventNotifications":[{"realmId":"1","dataChangeEvent":{"entities":[7,{}]}}]}',
      2,
    ],
  ])("holds nothing readable when it is %s", (_what, body, unreadable) => {
    expect(readNotices(bytes(body))).toEqual({ notices: [], unreadable });
  });

  it("keeps the good events of a batch, in their order, beside those that make no sense", () => {
    const other = { ...event, intuitentityid: "59" };
    const batch = [event, { ...event, time: "yesterday" }, "x", other];
    expect(readNotices(bytes(JSON.stringify(batch)))).toMatchObject({
      unreadable: 2,
      notices: [{ id: "58" }, { id: "59" }],
    });
  });

  it("of nothing is nothing", () => {
    expect(readNotices(bytes("[]"))).toEqual({ notices: [], unreadable: 0 });
    expect(readNotices(bytes('{"eventNotifications":[]}'))).toEqual({ notices: [], unreadable: 0 });
  });
});
