import { describe, expect, it } from "vitest";
import { ApiDriver, faultOf, idOf } from "../../../testing/api-driver.ts";
import { billOf, expenseLine } from "../../../testing/expense-bodies.ts";

describe("a vendor credit", () => {
  it("lowers what the vendor is owed and the account that the cost went to", () => {
    const driver = new ApiDriver();
    const before = Number(driver.read("account/7")["CurrentBalance"]);
    driver.created("bill", billOf(200));
    const made = driver.created("vendorcredit", { ...billOf(90), Memo: "returned" });
    expect(made).toMatchObject({
      Balance: 90,
      TotalAmt: 90,
      Memo: "returned",
      LinkedTxn: [],
      APAccountRef: { value: "33" },
      Line: [{ Id: "1", AccountBasedExpenseLineDetail: { TaxCodeRef: { value: "NON" } } }],
    });
    expect(Object.keys(made).slice(0, 4)).toEqual(["Balance", "domain", "sparse", "Id"]);
    expect(driver.read("vendor/30")["Balance"]).toBe(110);
    expect(driver.read("account/7")["CurrentBalance"]).toBe(before + 110);
  });

  it("is changed sparsely without naming its vendor, and deleted", () => {
    const driver = new ApiDriver();
    const made = driver.created("vendorcredit", billOf(90));
    const key = { Id: idOf(made), SyncToken: "0" };
    const changed = driver.created("vendorcredit", {
      ...key,
      sparse: true,
      Line: [expenseLine(40)],
    });
    expect(changed).toMatchObject({ TotalAmt: 40, Balance: 40, SyncToken: "1" });
    expect(driver.read("vendor/30")["Balance"]).toBe(-40);
    driver.created("vendorcredit?operation=delete", { ...key, SyncToken: "1" });
    expect(driver.read("vendor/30")["Balance"]).toBe(0);
  });

  it("without a vendor or lines is refused", () => {
    const refused = faultOf(new ApiDriver().post("vendorcredit", { Line: [] }));
    expect([refused.codes, refused.elements]).toEqual([
      ["2020", "2020"],
      ["VendorRef", "Line"],
    ]);
  });
});
