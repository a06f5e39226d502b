import { describe, expect, it } from "vitest";
import recorded from "../../data/seed/recorded.json" with { type: "json" };
import { isObject, objectsOf, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { REFERENCE_TARGETS } from "../entities/references.ts";
import { ENTITY_TYPES } from "../store/stored-record.ts";
import { ApiDriver } from "../testing/api-driver.ts";

describe("the seed company", () => {
  const driver = new ApiDriver();

  for (const customer of recorded.Customer) {
    it(`computes the recorded balances of customer ${customer.Id} (${customer.Balance}, ${customer.BalanceWithJobs} with jobs)`, () => {
      const shown = driver.read(`customer/${customer.Id}`);
      expect([shown["Balance"], shown["BalanceWithJobs"]]).toEqual([
        customer.Balance,
        customer.BalanceWithJobs,
      ]);
    });
  }

  for (const vendor of recorded.Vendor) {
    it(`computes the recorded balance of vendor ${vendor.Id} (${vendor.Balance})`, () => {
      expect(driver.read(`vendor/${vendor.Id}`)["Balance"]).toBe(vendor.Balance);
    });
  }

  it("refers to nothing that it does not hold", () => {
    const dangling: string[] = [];
    const { store } = driver.company;
    const check = (owner: string, value: JsonValue): void => {
      if (Array.isArray(value))
        for (const item of value as readonly JsonValue[]) check(owner, item);
      if (!isObject(value)) return;
      for (const [name, member] of Object.entries(value)) {
        const target = REFERENCE_TARGETS[name];
        const id = isObject(member) ? member["value"] : undefined;
        if (target !== undefined && target.type !== "self" && typeof id === "string") {
          if (store.record(target.type, id) === undefined) dangling.push(`${owner} ${name} ${id}`);
        } else check(owner, member);
      }
    };
    for (const type of ENTITY_TYPES)
      for (const record of store.records(type)) check(`${type} ${record.id}`, record.fields);
    expect(dangling).toEqual([]);
  });

  for (const estimate of recorded.Estimate) {
    it(`shows estimate ${estimate.Id} as it was recorded, linked to the invoice that bills it`, () => {
      expect(driver.read(`estimate/${estimate.Id}`)).toEqual(estimate);
    });
  }

  it("holds a credit that was applied, a refund and a bundle that was sold and paid", () => {
    expect(driver.read("creditmemo/73")).toMatchObject({ TotalAmt: 100, RemainingCredit: 0 });
    expect(driver.read("refundreceipt/94")).toMatchObject({ TotalAmt: 87.5, Balance: 0 });
    const [bundle = {}] = objectsOf(driver.read("invoice/95"), "Line");
    expect(objectsOf(bundle["GroupLineDetail"] as JsonObject, "Line")).toHaveLength(4);
    expect([driver.read("invoice/95")["Balance"], driver.read("payment/93")["TotalAmt"]]).toEqual([
      0, 0,
    ]);
  });

  it("has customer 58, with whom guides begin", () => {
    expect(driver.read("customer/58")["DisplayName"]).toBe("Jane Doe");
  });

  it("gives new records ids above all it holds", () => {
    const customer = driver.created("customer", { DisplayName: "First of the day" });
    const item = driver.created("item", {
      Name: "Lawn",
      Type: "Service",
      IncomeAccountRef: { value: "1" },
    });
    expect([customer["Id"], item["Id"]]).toEqual(["71", "20"]);
    for (const type of ENTITY_TYPES) {
      const ids = [...driver.company.store.records(type)].map((record) => record.id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it("holds purchases and entries of every kind, settled but for one order", () => {
    const seen = new ApiDriver();
    expect(seen.read("bill/25")).toMatchObject({ Balance: 0, TotalAmt: 103.55 });
    expect(seen.read("vendorcredit/107")["Balance"]).toBe(0);
    const orders = ["104", "105"].map((id) => seen.read(`purchaseorder/${id}`)["POStatus"]);
    expect(orders).toEqual(["Open", "Closed"]);
    expect(seen.read("deposit/62")["TotalAmt"]).toBe(218.75);
    expect(seen.read("salesreceipt/47")).toMatchObject({
      SyncToken: "0",
      LinkedTxn: [{ TxnId: "62", TxnType: "Deposit" }],
    });
    expect(seen.read("timeactivity/3")["BillableStatus"]).toBe("Billable");
    for (const path of ["purchase/108", "billpayment/119", "journalentry/10", "transfer/120"]) {
      expect(seen.get(path).status).toBe(200);
    }
  });

  it("sums invoice lines to the invoice totals", () => {
    for (const record of driver.company.store.records("Invoice")) {
      const invoice: JsonObject = record.fields;
      const signed = objectsOf(invoice, "Line").map((line) => {
        const amount = Math.round(Number(line["Amount"]) * 100);
        if (line["DetailType"] === "SubTotalLineDetail") return 0;
        return line["DetailType"] === "DiscountLineDetail" ? -amount : amount;
      });
      const tax = Math.round(Number((invoice["TxnTaxDetail"] as JsonObject)["TotalTax"]) * 100);
      const sum = signed.reduce((total, amount) => total + amount, tax);
      expect(sum).toBe(Math.round(Number(invoice["TotalAmt"]) * 100));
    }
  });
});
