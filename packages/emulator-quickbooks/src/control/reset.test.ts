import { describe, expect, it } from "vitest";
import { textOf } from "../json/json-value.ts";
import { ApiDriver, idOf, invoiceOf } from "../testing/api-driver.ts";

const handedOut = (driver: ApiDriver, name: string): (string | undefined)[] => {
  const customer = driver.created("customer", { DisplayName: name });
  const invoice = driver.created("invoice", invoiceOf("1", 5));
  return [idOf(customer), idOf(invoice), textOf(invoice, "DocNumber")];
};

describe("POST /_emulator/reset", () => {
  it("gives no id or number a second time, also after a restart", () => {
    const driver = new ApiDriver();
    expect(handedOut(driver, "Before")).toEqual(["71", "267", "1043"]);
    expect(driver.send("POST", "/_emulator/reset", "").status).toBe(200);
    expect(driver.get("customer/71").status).not.toBe(200);
    const kept = [...driver.company.store.dump()];
    expect(handedOut(driver, "After")).toEqual(["72", "268", "1044"]);
    const restarted = new ApiDriver({ changes: kept });
    expect(handedOut(restarted, "After a restart")).toEqual(["72", "268", "1044"]);
  });

  it("brings the recorded records back as they were recorded", () => {
    const driver = new ApiDriver();
    const recorded = driver.read("customer/58");
    driver.created("customer", { ...recorded, sparse: true, GivenName: "Janet" });
    driver.send("POST", "/_emulator/reset", "");
    expect(driver.read("customer/58")).toEqual(recorded);
  });
});
