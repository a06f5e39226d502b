import { describe, expect, it } from "vitest";
import { objectsOf } from "../../../json/json-value.ts";
import { ApiDriver, bodyOf, faultOf, idOf } from "../../../testing/api-driver.ts";
import { listOf } from "../../descriptor.ts";
import { billOf, expenseLine, itemLine } from "../../../testing/expense-bodies.ts";

describe("a bill", () => {
  it("is completed as observed, its properties in the observed order", () => {
    const driver = new ApiDriver();
    const before = Number(driver.read("account/7")["CurrentBalance"]);
    const made = driver.created("bill", billOf(200));
    expect(made).toEqual({
      DueDate: "2026-11-02",
      Balance: 200,
      domain: "QBO",
      sparse: false,
      Id: "267",
      SyncToken: "0",
      MetaData: {
        CreateTime: "2026-11-02T10:00:00-08:00",
        LastUpdatedTime: "2026-11-02T10:00:00-08:00",
      },
      TxnDate: "2026-11-02",
      CurrencyRef: { value: "USD", name: "United States Dollar" },
      LinkedTxn: [],
      Line: [
        {
          Id: "1",
          LineNum: 1,
          Amount: 200,
          DetailType: "AccountBasedExpenseLineDetail",
          AccountBasedExpenseLineDetail: {
            AccountRef: { value: "7", name: "Advertising" },
            BillableStatus: "NotBillable",
            TaxCodeRef: { value: "NON" },
          },
        },
      ],
      VendorRef: { value: "30", name: "Books by Bessie" },
      APAccountRef: { value: "33", name: "Accounts Payable (A/P)" },
      TotalAmt: 200,
    });
    expect(Object.keys(made)).toEqual(
      listOf(
        `DueDate Balance domain sparse Id SyncToken MetaData TxnDate CurrencyRef LinkedTxn Line VendorRef APAccountRef TotalAmt`,
      ),
    );
    expect(driver.read("vendor/30")["Balance"]).toBe(200);
    expect(driver.read("account/7")["CurrentBalance"]).toBe(before + 200);
  });

  it("of stock shows its detail in the observed order and goes to the item's asset account", () => {
    const driver = new ApiDriver();
    const before = Number(driver.read("account/81")["CurrentBalance"]);
    const made = driver.created("bill", {
      VendorRef: { value: "30" },
      Line: [itemLine(30, { Qty: 3, UnitPrice: 10 })],
    });
    const detail = objectsOf(made, "Line")[0]?.["ItemBasedExpenseLineDetail"] ?? {};
    expect(Object.keys(detail)).toEqual(listOf("BillableStatus ItemRef UnitPrice Qty TaxCodeRef"));
    expect(driver.read("account/81")["CurrentBalance"]).toBe(before + 30);
  });

  it("falls due by its own terms, by its vendor's, or at once", () => {
    const driver = new ApiDriver();
    driver.created("vendor", { Id: "41", SyncToken: "0", sparse: true, TermRef: { value: "3" } });
    const due = (body: object): unknown => driver.created("bill", body)["DueDate"];
    expect(due({ ...billOf(5, "41"), TxnDate: "2026-01-31" })).toBe("2026-03-02");
    expect(due({ ...billOf(5), TxnDate: "2026-01-31" })).toBe("2026-01-31");
    expect(due({ ...billOf(5), SalesTermRef: { value: "1" }, TxnDate: "2026-01-31" })).toBe(
      "2026-01-31",
    );
    expect(due({ ...billOf(5, "41"), DueDate: "2026-12-24" })).toBe("2026-12-24");
  });

  it("keeps what a sparse update leaves out, and loses it in a full one", () => {
    const driver = new ApiDriver();
    const made = driver.created("bill", { ...billOf(50), PrivateNote: "old", DocNumber: "A-1" });
    const key = { Id: idOf(made), VendorRef: { value: "30" } };
    const sparse = driver.created("bill", {
      ...key,
      SyncToken: "0",
      sparse: true,
      DocNumber: "A-2",
    });
    expect(sparse).toMatchObject({ PrivateNote: "old", DocNumber: "A-2", TotalAmt: 50 });
    const full = driver.created("bill", { ...key, SyncToken: "1", Line: [expenseLine(70)] });
    expect(full).toMatchObject({ DocNumber: "A-2", TotalAmt: 70, Balance: 70, SyncToken: "2" });
    expect(full).not.toHaveProperty("PrivateNote");
    expect(objectsOf(full, "Line")[0]?.["Id"]).toBe("2");
  });

  it("sent back as it was read is stored unchanged", () => {
    const driver = new ApiDriver();
    const made = driver.created("bill", { ...billOf(50), DocNumber: "A-1" });
    const again = driver.created("bill", made);
    expect({ ...again, SyncToken: "0" }).toEqual(made);
  });

  it("rounds its amounts half up to cents, and takes none that no company can owe", () => {
    const driver = new ApiDriver();
    const made = driver.created("bill", billOf(10.005));
    expect(made).toMatchObject({ TotalAmt: 10.01, Balance: 10.01, Line: [{ Amount: 10.01 }] });
    const huge = faultOf(driver.post("bill", billOf(10_000_000_000_000)));
    expect(huge.codes).toEqual(["2140"]);
    expect(driver.post("bill", billOf(1e300)).status).toBe(400);
  });

  it("is deleted, and its vendor is owed nothing", () => {
    const driver = new ApiDriver();
    const made = driver.created("bill", billOf(50));
    driver.created("bill?operation=delete", { Id: made["Id"], SyncToken: "0" });
    expect(driver.read("vendor/30")["Balance"]).toBe(0);
    expect(faultOf(driver.get(`bill/${idOf(made)}`)).codes).toEqual(["610"]);
  });

  it("is found by vendor, dates, total and balance", () => {
    const driver = new ApiDriver();
    const made = driver.created("bill", { ...billOf(77.5), DueDate: "2027-01-01" });
    for (const where of [
      "VendorRef = '30'",
      "DueDate > '2026-12-31'",
      "TotalAmt = 77.5",
      "Balance = '77.5'",
    ]) {
      const answer = driver.query(`SELECT * FROM Bill WHERE ${where}`);
      const rows = objectsOf(bodyOf(answer)["QueryResponse"] as never, "Bill");
      expect(rows.map((row) => row["Id"])).toEqual([made["Id"]]);
    }
  });

  const line = expenseLine(1);
  const vendor = { VendorRef: { value: "30" } };
  const refusals: readonly [claim: string, body: object, codes: readonly string[]][] = [
    ["without vendor and lines", {}, ["2020", "2020"]],
    ["with an empty line list", { ...vendor, Line: [] }, ["2020"]],
    [
      "of a sale's line",
      { ...vendor, Line: [{ ...line, DetailType: "SalesItemLineDetail" }] },
      ["2170"],
    ],
    ["of a line without a kind", { ...vendor, Line: [{ Amount: 1 }] }, ["2020"]],
    [
      "of a line without amount and account",
      { ...vendor, Line: [{ DetailType: "AccountBasedExpenseLineDetail" }] },
      ["2020", "2020"],
    ],
    [
      "of a line without an item",
      { ...vendor, Line: [{ Amount: 1, DetailType: "ItemBasedExpenseLineDetail" }] },
      ["2020"],
    ],
    ["of an unknown vendor", billOf(1, "583"), ["2500"]],
    ["of a customer as vendor", billOf(1, "1"), ["2500"]],
    [
      "on an unknown account",
      { ...vendor, Line: [expenseLine(1, { AccountRef: { value: "999" } })] },
      ["2500"],
    ],
    ["on a bank account as payable", { ...billOf(1), APAccountRef: { value: "35" } }, ["6430"]],
    [
      "billable to nobody",
      { ...vendor, Line: [expenseLine(1, { BillableStatus: "Billable" })] },
      ["6310"],
    ],
    [
      "already billed",
      { ...vendor, Line: [expenseLine(1, { BillableStatus: "HasBeenBilled" })] },
      ["2170"],
    ],
    [
      "with a tax code that lines of the US do not know",
      { ...vendor, Line: [expenseLine(1, { TaxCodeRef: { value: "2" } })] },
      ["6100"],
    ],
    [
      "whose amount is not price times quantity",
      { ...vendor, Line: [itemLine(5, { Qty: 2, UnitPrice: 2 })] },
      ["6070"],
    ],
    ["of stock without a quantity", { ...vendor, Line: [itemLine(5)] }, ["6520"]],
    [
      "of stock before it was counted",
      { ...vendor, TxnDate: "2015-09-30", Line: [itemLine(5, { Qty: 1 })] },
      ["6270"],
    ],
    ["of less than nothing", { ...vendor, Line: [expenseLine(-1)] }, ["6000"]],
    [
      "on a receivable of no customer",
      { ...vendor, Line: [expenseLine(1, { AccountRef: { value: "84" } })] },
      ["6000"],
    ],
    ["with a number of 22 characters", { ...billOf(1), DocNumber: "x".repeat(22) }, ["2050"]],
    ["with a note of 4,001 characters", { ...billOf(1), PrivateNote: "x".repeat(4001) }, ["2050"]],
    ["with an unreadable amount", { ...vendor, Line: [{ ...line, Amount: "a lot" }] }, ["2090"]],
    ["on a day that does not exist", { ...billOf(1), TxnDate: "2026-02-30" }, ["2070"]],
    ["in another currency", { ...billOf(1), CurrencyRef: { value: "EUR" } }, ["6000"]],
    ["with an unknown property", { ...billOf(1), Color: "red" }, ["2010"]],
    [
      "for an order that is not there",
      { ...billOf(1), LinkedTxn: [{ TxnId: "9999", TxnType: "PurchaseOrder" }] },
      ["6000"],
    ],
  ];
  for (const [claim, body, codes] of refusals) {
    it(`${claim} is refused with ${codes.join(", ")} and nothing is kept`, () => {
      const driver = new ApiDriver();
      expect(faultOf(driver.post("bill", body)).codes).toEqual(codes);
      expect(driver.read("vendor/30")["Balance"]).toBe(0);
      expect(driver.created("bill", billOf(1))["Id"]).toBe("267");
    });
  }

  it("is not changed without naming its vendor, nor with an old token, nor voided", () => {
    const driver = new ApiDriver();
    const made = driver.created("bill", billOf(50));
    const key = { Id: made["Id"], SyncToken: "0", sparse: true };
    const refused = faultOf(driver.post("bill", { ...key, DocNumber: "1" }));
    expect([refused.codes, refused.elements]).toEqual([["2020"], ["VendorRef"]]);
    const stale = { ...key, SyncToken: "7", VendorRef: { value: "30" } };
    expect(faultOf(driver.post("bill", stale)).codes).toEqual(["5010"]);
    expect(faultOf(driver.post("bill?operation=void", key)).codes).toEqual(["500"]);
  });

  it("of a closed period is refused", () => {
    const driver = new ApiDriver();
    const { store } = driver.company;
    const settings = store.record("Preferences", "1");
    if (settings === undefined) throw new Error("no preferences");
    store.transact(() =>
      store.putRecord({
        ...settings,
        fields: { ...settings.fields, AccountingInfoPrefs: { BookCloseDate: "2026-06-30" } },
      }),
    );
    const body = { ...billOf(5), TxnDate: "2026-06-30" };
    expect(faultOf(driver.post("bill", body)).codes).toEqual(["6210"]);
    driver.created("bill", { ...body, TxnDate: "2026-07-01" });
  });
});
