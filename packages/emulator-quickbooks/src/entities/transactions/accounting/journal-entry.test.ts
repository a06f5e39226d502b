import { describe, expect, it } from "vitest";
import { objectsOf, type JsonObject } from "../../../json/json-value.ts";
import { journalLine } from "../../../testing/accounting-bodies.ts";
import { ApiDriver, faultOf, idOf } from "../../../testing/api-driver.ts";
import { billOf, billPaymentOf } from "../../../testing/expense-bodies.ts";
import { listOf } from "../../descriptor.ts";

const entryOf = (...lines: JsonObject[]): JsonObject => ({ Line: lines });
const balanceOf = (driver: ApiDriver, path: string): number => {
  const shown = driver.read(path);
  return Number(shown["CurrentBalance"] ?? shown["Balance"]);
};

describe("a journal entry", () => {
  it("numbers its lines from 0 and shows itself as observed", () => {
    const driver = new ApiDriver();
    const made = driver.created(
      "journalentry",
      entryOf(journalLine("Debit", "7", 25.54), journalLine("Credit", "35", 25.54, "54")),
    );
    expect(Object.keys(made)).toEqual(
      listOf(
        "Adjustment domain sparse Id SyncToken MetaData TxnDate CurrencyRef Line TxnTaxDetail",
      ),
    );
    expect(made).toMatchObject({ Adjustment: false, TxnTaxDetail: {} });
    expect(objectsOf(made, "Line")).toEqual([
      {
        Id: "0",
        Amount: 25.54,
        DetailType: "JournalEntryLineDetail",
        JournalEntryLineDetail: {
          PostingType: "Debit",
          AccountRef: { value: "7", name: "Advertising" },
        },
      },
      {
        Id: "1",
        Amount: 25.54,
        DetailType: "JournalEntryLineDetail",
        JournalEntryLineDetail: {
          PostingType: "Credit",
          Entity: { Type: "Employee", EntityRef: { value: "54", name: "John Johnson" } },
          AccountRef: { value: "35", name: "Checking" },
        },
      },
    ]);
  });

  it("moves the accounts by its debits and credits, and back when it goes", () => {
    const driver = new ApiDriver();
    const before = ["account/7", "account/35"].map((path) => balanceOf(driver, path));
    const made = driver.created(
      "journalentry",
      entryOf(journalLine("Debit", "7", 40), journalLine("Credit", "35", 40)),
    );
    const after = ["account/7", "account/35"].map((path) => balanceOf(driver, path));
    expect(after).toEqual([(before[0] ?? 0) + 40, (before[1] ?? 0) - 40]);
    driver.created("journalentry?operation=delete", { Id: idOf(made), SyncToken: "0" });
    expect(["account/7", "account/35"].map((path) => balanceOf(driver, path))).toEqual(before);
  });

  it("on a payable is owed to its vendor, and a bill payment settles it", () => {
    const driver = new ApiDriver();
    const made = driver.created(
      "journalentry",
      entryOf(journalLine("Debit", "7", 90), journalLine("Credit", "33", 90, "30")),
    );
    expect(balanceOf(driver, "vendor/30")).toBe(90);
    const pay = billPaymentOf(50, [["JournalEntry", made["Id"], 50]]);
    const paid = driver.created("billpayment", pay);
    expect(driver.read(`journalentry/${idOf(made)}`)).toMatchObject({
      SyncToken: "1",
      LinkedTxn: [{ TxnId: paid["Id"], TxnType: "BillPaymentCheck" }],
    });
    expect(balanceOf(driver, "vendor/30")).toBe(40);
    const more = billPaymentOf(50, [["JournalEntry", made["Id"], 40.01]]);
    expect(faultOf(driver.post("billpayment", more)).codes).toEqual(["6000"]);
    const less = entryOf(journalLine("Debit", "7", 49), journalLine("Credit", "33", 49, "30"));
    const change = { Id: made["Id"], SyncToken: "1", ...less };
    expect(faultOf(driver.post("journalentry", change)).codes).toEqual(["6000"]);
    const key = { Id: made["Id"], SyncToken: "1" };
    expect(faultOf(driver.post("journalentry?operation=delete", key)).codes).toEqual(["6000"]);
  });

  it("that lowers a payable is a credit, which a bill payment uses", () => {
    const driver = new ApiDriver();
    const credit = driver.created(
      "journalentry",
      entryOf(journalLine("Debit", "33", 30, "30"), journalLine("Credit", "7", 30)),
    );
    const bill = driver.created("bill", billOf(100));
    const lines = [
      ["Bill", bill["Id"], 100],
      ["JournalEntry", credit["Id"], 30],
    ] as const;
    driver.created("billpayment", billPaymentOf(70, lines));
    expect(balanceOf(driver, "vendor/30")).toBe(0);
    expect(balanceOf(driver, `bill/${idOf(bill)}`)).toBe(0);
  });

  it("on a receivable moves its customer, and a payment settles it", () => {
    const driver = new ApiDriver();
    const made = driver.created(
      "journalentry",
      entryOf(journalLine("Debit", "84", 60, "3"), journalLine("Credit", "79", 60)),
    );
    expect(balanceOf(driver, "customer/3")).toBe(60);
    driver.created("payment", {
      CustomerRef: { value: "3" },
      TotalAmt: 60,
      Line: [{ Amount: 60, LinkedTxn: [{ TxnId: idOf(made), TxnType: "JournalEntry" }] }],
    });
    expect(balanceOf(driver, "customer/3")).toBe(0);
    expect(objectsOf(driver.read(`journalentry/${idOf(made)}`), "LinkedTxn")).toHaveLength(1);
  });

  it("keeps remarks, keeps what a sparse update leaves out, and gives no line number twice", () => {
    const driver = new ApiDriver();
    const remark = { DetailType: "DescriptionOnly", Description: "why" };
    const lines = [journalLine("Debit", "7", 5), journalLine("Credit", "35", 5), remark];
    const made = driver.created("journalentry", { ...entryOf(...lines), Adjustment: true });
    const key = { Id: made["Id"], SyncToken: "0", sparse: true, PrivateNote: "seen" };
    const changed = driver.created("journalentry", key);
    expect(changed).toMatchObject({ PrivateNote: "seen", Adjustment: true });
    expect(changed["Line"]).toEqual(made["Line"]);
    const full = driver.created("journalentry", {
      Id: made["Id"],
      SyncToken: "1",
      ...entryOf(journalLine("Debit", "7", 6), journalLine("Credit", "35", 6)),
    });
    expect(full).toMatchObject({ Adjustment: false, Line: [{ Id: "3" }, { Id: "4" }] });
    expect(full).not.toHaveProperty("PrivateNote");
  });

  const debit = journalLine("Debit", "7", 5);
  const credit = journalLine("Credit", "35", 5);
  const refusals: readonly [claim: string, body: object, codes: readonly string[]][] = [
    ["without lines", {}, ["2250"]],
    ["with one line", entryOf({ ...debit, Amount: 0 }), ["6000"]],
    ["out of balance", entryOf(debit, journalLine("Credit", "35", 5.01)), ["2300"]],
    ["of two debits", entryOf(debit, debit), ["2300"]],
    ["with a negative line", entryOf(journalLine("Debit", "7", -5), credit), ["2290"]],
    [
      "that does not say debit or credit",
      entryOf(
        {
          Amount: 5,
          DetailType: "JournalEntryLineDetail",
          JournalEntryLineDetail: { AccountRef: { value: "7" } },
        },
        credit,
      ),
      ["2260"],
    ],
    [
      "with a side that does not exist",
      entryOf(journalLine("Debut" as "Debit", "7", 5), credit),
      ["2170"],
    ],
    [
      "without accounts and amounts",
      entryOf(
        { DetailType: "JournalEntryLineDetail", JournalEntryLineDetail: { PostingType: "Debit" } },
        credit,
      ),
      ["2020", "2020"],
    ],
    ["on an unknown account", entryOf(journalLine("Debit", "999", 5), credit), ["2500"]],
    ["of an unknown name", entryOf(journalLine("Debit", "7", 5, "583"), credit), ["2500"]],
    ["on a payable without a vendor", entryOf(journalLine("Debit", "33", 5), credit), ["6000"]],
    ["on a payable of a customer", entryOf(journalLine("Debit", "33", 5, "1"), credit), ["6000"]],
    ["on a receivable of a vendor", entryOf(journalLine("Debit", "84", 5, "30"), credit), ["6000"]],
    ["of a bill's line", entryOf({ ...debit, DetailType: "TDSLineDetail" }, credit), ["2170"]],
  ];
  for (const [claim, body, codes] of refusals) {
    it(`${claim} is refused with ${codes.join(", ")}`, () => {
      expect(faultOf(new ApiDriver().post("journalentry", body)).codes).toEqual(codes);
    });
  }
});
