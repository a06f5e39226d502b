import { describe, expect, it } from "vitest";
import { ApiDriver, bodyOf } from "../testing/api-driver.ts";

const webhooks = { verifierToken: "key", aggregateMs: 0 };
const raise = (driver: ApiDriver, body: string): { status: number; error: unknown } => {
  const answer = driver.send("POST", "/_emulator/raise-event", body);
  return { status: answer.status, error: bodyOf(answer)["error"] };
};

describe("POST /_emulator/raise-event", () => {
  it("tells of a merge that nobody made", () => {
    const driver = new ApiDriver({ settings: { webhooks } });
    const merge = { type: "Customer", id: "58", operation: "merged", deletedId: "27" };
    expect(raise(driver, JSON.stringify(merge)).status).toBe(200);
    const [delivery] = driver.company.takeDueDeliveries(driver.now);
    expect(JSON.parse(delivery?.body ?? "[]")).toMatchObject([
      { type: "qbo.customer.merged.v1", intuitentityid: "58", data: { deletedid: "27" } },
    ]);
  });

  it.each([
    ["{", "not JSON"],
    ["5", "must be an object"],
    ["{}", '"operation" must be one of created, updated'],
    ['{"operation":"voided"}', '"operation" must be one of'],
    ['{"operation":"updated"}', '"id" must be the id'],
    ['{"operation":"updated","id":58}', '"id" must be the id'],
    ['{"operation":"merged","id":"1"}', '"deletedId" must name the record'],
    ['{"operation":"updated","id":"1","deletedId":"2"}', '"deletedId" must name the record'],
    ['{"operation":"updated","id":"1"}', '"type" must be a record type'],
    ['{"operation":"updated","id":"1","type":"constructor"}', '"type" must be a record type'],
    ['{"operation":"updated","id":"1","type":"TaxCode"}', 'no event "updated" of TaxCode'],
    ['{"operation":"void","id":"1","type":"Customer"}', 'no event "void" of Customer'],
  ])("refuses %s with the reason", (body, problem) => {
    const driver = new ApiDriver({ settings: { webhooks } });
    const answer = raise(driver, body);
    expect([answer.status, answer.error]).toEqual([400, expect.stringContaining(problem)]);
    expect(driver.company.nextDeliveryAt()).toBeUndefined();
  });

  it("says so when nobody listens", () => {
    const event = '{"operation":"updated","id":"1","type":"Customer"}';
    expect(raise(new ApiDriver(), event).error).toContain("--webhook-url");
  });
});
