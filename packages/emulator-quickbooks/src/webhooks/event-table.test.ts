import { describe, expect, it } from "vitest";
import { ENTITY_TYPES } from "../store/stored-record.ts";
import { ApiDriver } from "../testing/api-driver.ts";
import { EVENT_OPERATIONS, hasEvent } from "./event-table.ts";

const typesWith = (operation: (typeof EVENT_OPERATIONS)[number]): string[] =>
  [...ENTITY_TYPES].filter((type) => hasEvent(type, operation));

/** The guide's lists, cut down to the types that are emulated. */
const among = (names: string): string[] => {
  const listed = new Set(names.split(" "));
  return [...ENTITY_TYPES].filter((type) => listed.has(type));
};

describe("the events of a type", () => {
  it("are those of the guide's lists for merging, voiding and e-mailing", () => {
    expect(typesWith("merged")).toEqual(
      among("Account Class Customer Department Employee Item PaymentMethod Vendor"),
    );
    expect(typesWith("void")).toEqual(
      among("BillPayment CreditMemo Invoice Payment Purchase RefundReceipt SalesReceipt Transfer"),
    );
    expect(typesWith("emailed")).toEqual(
      among("CreditMemo Estimate Invoice Payment PurchaseOrder RefundReceipt SalesReceipt"),
    );
  });

  it("are none for tax codes, rates, the company itself and attachments, and updates alone for preferences", () => {
    for (const type of [
      "TaxCode",
      "TaxRate",
      "CompanyInfo",
      "Attachable",
      "CustomerType",
      "Nothing",
    ])
      expect(EVENT_OPERATIONS.filter((operation) => hasEvent(type, operation))).toEqual([]);
    expect(EVENT_OPERATIONS.filter((operation) => hasEvent("Preferences", operation))).toEqual([
      "updated",
    ]);
  });

  it("decide what leaves a notice, whoever asks for one", () => {
    const driver = new ApiDriver({
      settings: { webhooks: { verifierToken: "key", aggregateMs: 0 } },
    });
    const { company } = driver;
    company.store.transact(() => {
      const { notify } = company.writeContext(driver.now);
      notify("TaxCode", "2", "updated");
      notify("Term", "3", "deleted");
      notify("Customer", "58", "emailed");
      notify("Invoice", "67", "emailed");
      notify("Customer", "58", "merged", "27");
    });
    const [delivery] = company.takeDueDeliveries(driver.now);
    expect(JSON.parse(delivery?.body ?? "[]")).toMatchObject([
      { type: "qbo.invoice.emailed.v1", intuitentityid: "67", data: {} },
      { type: "qbo.customer.merged.v1", intuitentityid: "58", data: { deletedid: "27" } },
    ]);
  });
});
