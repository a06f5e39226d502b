import { describe, expect, it } from "vitest";
import { ApiDriver } from "../testing/api-driver.ts";
import type { WebhookDelivery } from "./delivery.ts";
import { signBody } from "./signature.ts";

const listening = (more: object = {}): ApiDriver =>
  new ApiDriver({ settings: { webhooks: { verifierToken: "key", aggregateMs: 200, ...more } } });

const inject = (driver: ApiDriver, rule: object): void => {
  const answer = driver.send("POST", "/_emulator/faults", JSON.stringify([rule]));
  if (answer.status !== 200) throw new Error(answer.body);
};
const createMany = (driver: ApiDriver, count: number): void => {
  for (let n = 0; n < count; n += 1) driver.created("customer", { DisplayName: `Many ${n}` });
  driver.now += 200;
};
const idsOf = ({ body }: WebhookDelivery): string[] =>
  (JSON.parse(body) as { intuitentityid: string }[]).map((event) => event.intuitentityid);
const IN_ORDER = Array.from({ length: 20 }, (_, n) => String(71 + n));

describe("a webhook fault", () => {
  it("mixes up the events of one delivery and loses none", () => {
    const driver = listening();
    inject(driver, { fault: "shuffle-webhook" });
    createMany(driver, 20);
    const [delivery, ...others] = driver.company.takeDueDeliveries(driver.now);
    const ids = delivery === undefined ? [] : idsOf(delivery);
    expect(others).toEqual([]);
    expect(ids).not.toEqual(IN_ORDER);
    expect(ids.toSorted()).toEqual(IN_ORDER);
    expect(delivery?.headers["intuit-signature"]).toBe(signBody(delivery?.body ?? "", "key"));
  });

  it("scatters events over deliveries of their own that come in another order, within the delay", () => {
    const driver = listening();
    inject(driver, { fault: "scatter-webhook", delayMs: 60_000 });
    createMany(driver, 20);
    const last = driver.now + 60_000;
    const ids: string[] = [];
    for (let due = driver.now; due !== undefined; due = driver.company.nextDeliveryAt() ?? NaN) {
      if (Number.isNaN(due)) break;
      expect(due).toBeLessThanOrEqual(last);
      for (const delivery of driver.company.takeDueDeliveries(due)) {
        ids.push(...idsOf(delivery));
        driver.company.settleDelivery(delivery.id, true, due);
      }
    }
    expect(ids).not.toEqual(IN_ORDER);
    expect(ids.toSorted()).toEqual(IN_ORDER);
  });

  it("signs with a key that is not the app's", () => {
    const driver = listening();
    inject(driver, { fault: "forge-webhook" });
    createMany(driver, 1);
    const [delivery] = driver.company.takeDueDeliveries(driver.now);
    const forged = delivery?.headers["intuit-signature"] ?? "";
    expect(Buffer.from(forged, "base64")).toHaveLength(32);
    expect(forged).not.toBe(signBody(delivery?.body ?? "", "key"));
  });

  it("doubles a delivery with the same event ids, so that they can be told for one", () => {
    const driver = listening();
    inject(driver, { fault: "duplicate-webhook" });
    createMany(driver, 1);
    const [first, second] = driver.company.takeDueDeliveries(driver.now);
    expect(second?.body).toBe(first?.body);
    expect(second?.id).not.toBe(first?.id);
  });
});

describe("the older body", () => {
  it("is sent where it is asked for, with the words and headers of its time", () => {
    const driver = listening({ format: "legacy" });
    driver.created("customer", { Id: "58", SyncToken: "0", sparse: true, Notes: "x" });
    driver.company.store.transact(() =>
      driver.company.writeContext(driver.now).notify("Customer", "1", "merged", "23"),
    );
    const [delivery] = driver.company.takeDueDeliveries(driver.now + 200);
    expect(JSON.parse(delivery?.body ?? "")).toEqual({
      eventNotifications: [
        {
          realmId: "9341452700000001",
          dataChangeEvent: {
            entities: [
              {
                name: "Customer",
                id: "58",
                operation: "Update",
                lastUpdated: "2026-11-02T10:00:00-0800",
              },
              {
                name: "Customer",
                id: "1",
                operation: "Merge",
                lastUpdated: "2026-11-02T10:00:00-0800",
                deletedId: "23",
              },
            ],
          },
        },
      ],
    });
    expect(delivery?.headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "intuit-notification-schema-version": "0.1",
      "intuit-created-time": "2026-11-02T10:00:00-0800",
      "user-agent": "intuit_notification_server/0.1",
    });
  });
});

describe("events after a delivery that failed", () => {
  const failedThenChanged = (holdDuringRetry: boolean): ApiDriver => {
    const driver = listening({ holdDuringRetry });
    createMany(driver, 1);
    const [first] = driver.company.takeDueDeliveries(driver.now);
    driver.company.settleDelivery(first?.id ?? "", false, driver.now);
    driver.created("item", { Id: "4", SyncToken: "0", sparse: true, UnitPrice: 80 });
    driver.now += 200;
    return driver;
  };

  it("go out at once by default", () => {
    const driver = failedThenChanged(false);
    expect(driver.company.takeDueDeliveries(driver.now).map(idsOf)).toEqual([["4"]]);
  });

  it("wait for its retry where that is asked for, also while the retry is on its way", () => {
    const driver = failedThenChanged(true);
    expect(driver.company.takeDueDeliveries(driver.now)).toEqual([]);
    const retryAt = driver.company.nextDeliveryAt() ?? 0;
    expect(retryAt).toBe(driver.now - 200 + 10_000);
    const [retry, ...others] = driver.company.takeDueDeliveries(retryAt);
    expect([retry === undefined ? [] : idsOf(retry), others]).toEqual([["71"], []]);
    expect(driver.company.takeDueDeliveries(retryAt + 1)).toEqual([]);
    expect(driver.company.nextDeliveryAt()).toBeUndefined();
    driver.company.settleDelivery(retry?.id ?? "", true, retryAt + 2);
    expect(driver.company.takeDueDeliveries(retryAt + 2).map(idsOf)).toEqual([["4"]]);
  });
});
