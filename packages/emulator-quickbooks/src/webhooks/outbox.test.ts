import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ApiDriver, bodyOf, invoiceOf } from "../testing/api-driver.ts";
import { signBody } from "./signature.ts";

const webhooks = { verifierToken: "key", aggregateMs: 200 };
const listening = (): ApiDriver => new ApiDriver({ settings: { webhooks } });

interface Event {
  readonly type: string;
  readonly intuitentityid: string;
  readonly id: string;
  readonly time: string;
  readonly intuitaccountid: string;
}

const eventsOf = (body: string): Event[] => JSON.parse(body) as Event[];
const told = (driver: ApiDriver): string[] =>
  driver.company.takeDueDeliveries(driver.now).flatMap((delivery) => {
    driver.company.settleDelivery(delivery.id, true, driver.now);
    return eventsOf(delivery.body).map((event) => `${event.type} ${event.intuitentityid}`);
  });

describe("a signature", () => {
  it("is the base64 HMAC-SHA256 of the raw body", () => {
    // RFC 4231, test case 2.
    const expected = Buffer.from(
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
      "hex",
    ).toString("base64");
    expect(signBody("what do ya want for nothing?", "Jefe")).toBe(expected);
  });

  it("covers the bytes, not the characters", () => {
    const body = '[{"name":"Søren – 花"}]';
    expect(signBody(body, "key")).toBe(
      createHmac("sha256", "key").update(Buffer.from(body, "utf8")).digest("base64"),
    );
  });
});

describe("webhooks", () => {
  it("tell of creates, updates, deactivations, deletes and voids, in one signed delivery after the window", () => {
    const driver = listening();
    driver.created("customer", { DisplayName: "New" });
    driver.created("item", { Id: "4", SyncToken: "0", sparse: true, UnitPrice: 80 });
    const invoice = driver.created("invoice", invoiceOf("3", 5));
    driver.created("invoice?operation=void", { Id: invoice["Id"], SyncToken: "0" });
    expect(driver.company.takeDueDeliveries(driver.now + 199)).toEqual([]);
    expect(driver.company.nextDeliveryAt()).toBe(driver.now + 200);
    const [delivery, ...others] = driver.company.takeDueDeliveries(driver.now + 200);
    expect(others).toEqual([]);
    const events = eventsOf(delivery?.body ?? "");
    expect(events.map((event) => `${event.type} ${event.intuitentityid}`)).toEqual([
      "qbo.customer.created.v1 71",
      "qbo.item.updated.v1 4",
      "qbo.invoice.created.v1 267",
      "qbo.invoice.void.v1 267",
    ]);
    expect(events[0]).toMatchObject({
      specversion: "1.0",
      intuitaccountid: "9341452700000001",
      time: "2026-11-02T18:00:00.000Z",
      datacontenttype: "application/json",
    });
    expect(delivery?.headers["intuit-signature"]).toBe(signBody(delivery?.body ?? "", "key"));
  });

  it("make one event of several edits in a window, and two of two windows", () => {
    const driver = listening();
    for (let token = 0; token < 3; token += 1)
      driver.created("customer", {
        Id: "58",
        SyncToken: String(token),
        sparse: true,
        Notes: `${token}`,
      });
    driver.now += 200;
    expect(told(driver)).toEqual(["qbo.customer.updated.v1 58"]);
    driver.created("customer", { Id: "58", SyncToken: "3", sparse: true, Notes: "later" });
    driver.now += 200;
    expect(told(driver)).toEqual(["qbo.customer.updated.v1 58"]);
  });

  for (const format of ["cloudevents", "legacy"] as const) {
    it(`tell the time of the latest edit that became one event, in ${format} too`, () => {
      const driver = new ApiDriver({
        settings: { webhooks: { ...webhooks, format, aggregateMs: 5000 } },
      });
      const edit = (token: string): unknown =>
        driver.created("customer", { Id: "58", SyncToken: token, sparse: true, Notes: token });
      edit("0");
      driver.now += 4000;
      edit("1");
      driver.now += 999;
      expect(driver.company.takeDueDeliveries(driver.now)).toEqual([]);
      driver.now += 1;
      const [delivery] = driver.company.takeDueDeliveries(driver.now);
      expect(delivery?.body).toContain(
        format === "legacy"
          ? '"lastUpdated":"2026-11-02T10:00:04-0800"'
          : '"time":"2026-11-02T18:00:04.000Z"',
      );
    });
  }

  it("tell of the invoice that a payment settles, but not of a customer whose balance moves", () => {
    const driver = listening();
    driver.created("payment", {
      CustomerRef: { value: "2" },
      TotalAmt: 85,
      Line: [{ Amount: 85, LinkedTxn: [{ TxnId: "71", TxnType: "Invoice" }] }],
    });
    driver.now += 200;
    expect(told(driver)).toEqual(["qbo.invoice.updated.v1 71", "qbo.payment.created.v1 267"]);
  });

  it("say nothing of refused requests, of repeated deactivations, or when nobody listens", () => {
    const driver = listening();
    driver.post("customer", { DisplayName: "A:B" });
    driver.created("employee", { Id: "55", SyncToken: "1", sparse: true, Active: false });
    driver.now += 1000;
    expect(told(driver)).toEqual([]);
    const silent = new ApiDriver();
    silent.created("customer", { DisplayName: "New" });
    expect(silent.company.store.count("notice")).toBe(0);
  });

  it("repeat an unanswered delivery byte for byte on the published schedule", () => {
    const driver = listening();
    driver.created("customer", { DisplayName: "New" });
    driver.now += 200;
    const bodies = new Set<string>();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const [delivery] = driver.company.takeDueDeliveries(driver.now);
      bodies.add(delivery?.body ?? "");
      expect(driver.company.takeDueDeliveries(driver.now)).toEqual([]);
      driver.company.settleDelivery(delivery?.id ?? "", false, driver.now);
      const next = driver.company.nextDeliveryAt() ?? 0;
      waits.push((next - driver.now) / 1000);
      driver.now = next;
    }
    expect(waits).toEqual([10, 20, 30, 300, 1200, 7200, 14_400, 21_600, 21_600, 21_600]);
    expect(bodies.size).toBe(1);
    expect(told(driver)).toHaveLength(1);
    expect(driver.company.nextDeliveryAt()).toBeUndefined();
    expect(driver.company.outbox.counts()).toEqual({
      sent: 11,
      acknowledged: 1,
      failed: 10,
      pending: 0,
    });
  });

  it("split more than a hundred events", () => {
    const driver = listening();
    for (let n = 0; n < 150; n += 1) driver.created("customer", { DisplayName: `C${n}` });
    const deliveries = driver.company.takeDueDeliveries(driver.now + 200);
    expect(deliveries.map((delivery) => eventsOf(delivery.body).length)).toEqual([100, 50]);
  });

  it("are dropped, doubled or delayed by a fault rule", () => {
    const driver = listening();
    const under = (fault: string, more: object = {}): number[] => {
      driver.send(
        "POST",
        "/_emulator/faults",
        JSON.stringify({ rules: [{ match: { body: "customer" }, fault, ...more }] }),
      );
      driver.created("customer", { DisplayName: `By ${fault}` });
      driver.now += 200;
      const now = driver.company.takeDueDeliveries(driver.now).length;
      driver.now += 5000;
      return [now, driver.company.takeDueDeliveries(driver.now).length];
    };
    expect(under("drop-webhook")).toEqual([0, 0]);
    expect(under("duplicate-webhook")).toEqual([2, 0]);
    expect(under("delay-webhook", { delayMs: 5000 })).toEqual([0, 1]);
  });

  it("survive in the store what happens to the process: an attempt without outcome is made again", () => {
    const driver = listening();
    driver.created("customer", { DisplayName: "New" });
    driver.now += 200;
    expect(driver.company.takeDueDeliveries(driver.now)).toHaveLength(1);
    const restarted = new ApiDriver({
      settings: { webhooks },
      changes: [...driver.company.store.dump()],
    });
    expect(restarted.company.takeDueDeliveries(driver.now)).toHaveLength(1);
  });

  it("are counted among the usage", () => {
    const driver = listening();
    driver.created("customer", { DisplayName: "New" });
    expect(bodyOf(driver.send("GET", "/_emulator/usage", ""))["webhooks"]).toEqual({
      sent: 0,
      acknowledged: 0,
      failed: 0,
      pending: 1,
    });
  });
});
