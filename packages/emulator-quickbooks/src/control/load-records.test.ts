import { describe, expect, it } from "vitest";
import { ApiDriver, bodyOf, idOf } from "../testing/api-driver.ts";

const load = (driver: ApiDriver, records: unknown): { status: number; answer: unknown } => {
  const answer = driver.send("POST", "/_emulator/records", JSON.stringify(records));
  return { status: answer.status, answer: bodyOf(answer) };
};

const MetaData = {
  CreateTime: "2020-01-02T03:04:05-08:00",
  LastUpdatedTime: "2021-01-02T03:04:05-08:00",
};
const CUSTOMER = { Id: "900", SyncToken: "4", MetaData, DisplayName: "Loaded", Active: true };
const invoice = (Id: string, TotalAmt: number) => ({
  Id,
  TxnDate: "2021-01-02",
  CustomerRef: { value: "900" },
  Line: [
    {
      Id: "1",
      Amount: TotalAmt,
      DetailType: "SalesItemLineDetail",
      SalesItemLineDetail: { ItemRef: { value: "1" } },
    },
  ],
  TotalAmt,
});

const journalLine = (PostingType: string, Amount: number) => ({
  Amount,
  DetailType: "JournalEntryLineDetail",
  JournalEntryLineDetail: { PostingType, AccountRef: { value: "1" } },
});
const LOPSIDED = { Id: "900", Line: [journalLine("Debit", 5), journalLine("Credit", 6)] };

describe("loaded records", () => {
  it("stand as they were shown, and balances and links follow from them", () => {
    const driver = new ApiDriver();
    const Line = [{ Amount: 30, LinkedTxn: [{ TxnId: "900", TxnType: "Invoice" }] }];
    const payment = { Id: "901", CustomerRef: { value: "900" }, TotalAmt: 50, Line };
    const records = { Invoice: [invoice("900", 100)], Payment: [payment], Customer: [CUSTOMER] };
    expect(load(driver, records)).toEqual({ status: 200, answer: { loaded: 3 } });
    expect(driver.read("customer/900")).toMatchObject({ SyncToken: "4", MetaData, Balance: 50 });
    expect(driver.read("invoice/900")).toMatchObject({
      SyncToken: "0",
      Balance: 70,
      LinkedTxn: [{ TxnId: "901", TxnType: "Payment" }],
    });
  });

  it("leave their ids to themselves: the next record gets one above", () => {
    const driver = new ApiDriver();
    load(driver, { Customer: [CUSTOMER] });
    expect(idOf(driver.created("customer", { DisplayName: "Next" }))).toBe("901");
  });

  it("take the place of those with the same id, and their effect with them", () => {
    const driver = new ApiDriver();
    load(driver, { Customer: [CUSTOMER], Invoice: [invoice("900", 100)] });
    load(driver, { Invoice: [invoice("900", 40)] });
    expect(driver.read("customer/900")).toMatchObject({ Balance: 40 });
  });

  it("are refused with a reason, all of them for one", () => {
    const driver = new ApiDriver();
    const bad: readonly [unknown, RegExp][] = [
      [{ Customer: [CUSTOMER, { ...CUSTOMER, Id: "x" }] }, /^Customer x: Id must be a number/],
      [{ Customer: [CUSTOMER], JournalEntry: [LOPSIDED] }, /^JournalEntry 900: .* do not add up/],
      [{ Customer: [CUSTOMER], Invoice: [{ ...invoice("900", 5), Nonsense: 1 }] }, /Nonsense/],
      [{ Invoice: [{ ...invoice("900", 5), CustomerRef: { value: "77777" } }] }, /77777 not found/],
      [{ Nonsense: [] }, /"Nonsense" is no record type/],
      [{ Customer: {} }, /must be a list/],
      [{ Customer: [1] }, /must be a list/],
      [[], /json/],
    ];
    for (const [records, reason] of bad) {
      const { status, answer } = load(driver, records);
      expect(status).toBe(400);
      expect((answer as { error: string }).error).toMatch(reason);
    }
    expect(driver.get("customer/900").status).toBe(400);
  });
});
