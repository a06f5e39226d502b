import { describe, expect, it } from "vitest";
import { objectsOf, referenceOf, type JsonObject } from "../../json/json-value.ts";
import { ApiDriver, faultOf, idOf } from "../../testing/api-driver.ts";
import { itemLine, paymentOf, prefer, saleOf } from "../../testing/sales.ts";

const tokenOf = (driver: ApiDriver, resource: string): unknown =>
  driver.read(resource)["SyncToken"];

describe("a voided invoice", () => {
  it("that one payment paid by two lines gives the payment one new SyncToken", () => {
    const driver = new ApiDriver();
    const invoice = idOf(driver.created("invoice", saleOf("3", [itemLine(100)])));
    const twice = paymentOf("3", 100, [
      [invoice, 60],
      [invoice, 40],
    ]);
    const payment = idOf(driver.created("payment", twice));
    driver.created("invoice?operation=void", { Id: invoice, SyncToken: "1" });
    expect(tokenOf(driver, `payment/${payment}`)).toBe("1");
  });

  it("with a discount of the whole can still be given a note", () => {
    const driver = new ApiDriver();
    const made = driver.created("invoice", saleOf("3", [itemLine(100)], { DiscountAmt: 10 }));
    const id = idOf(made);
    const voided = driver.created("invoice?operation=void", { Id: id, SyncToken: "0" });
    expect(voided["DiscountAmt"]).toBe(0);
    const noted = { Id: id, SyncToken: "1", sparse: true, PrivateNote: "Voided by mistake" };
    expect(driver.created("invoice", noted)["TotalAmt"]).toBe(0);
  });
});

describe("a job that moves to another parent after its invoice was paid", () => {
  function moved(): { driver: ApiDriver; job: string; invoice: string; payment: string } {
    const driver = new ApiDriver();
    const parent = idOf(driver.created("customer", { DisplayName: "Parent" }));
    const child = { DisplayName: "Job", Job: true, ParentRef: { value: parent } };
    const job = idOf(driver.created("customer", child));
    const invoice = idOf(driver.created("invoice", saleOf(job, [itemLine(100)])));
    const payment = idOf(driver.created("payment", paymentOf(parent, 70, [[invoice, 70]])));
    const change = { Id: job, SyncToken: "0", sparse: true, ParentRef: { value: "3" } };
    driver.created("customer", change);
    return { driver, job, invoice, payment };
  }

  it("owes no more than was left, whoever pays it now", () => {
    const { driver, job, invoice } = moved();
    const more = driver.post("payment", paymentOf(job, 31, [[invoice, 31]]));
    expect(faultOf(more).codes).toEqual(["6000"]);
    driver.created("payment", paymentOf(job, 30, [[invoice, 30]]));
    expect(driver.read(`invoice/${invoice}`)["Balance"]).toBe(0);
    expect(driver.read(`customer/${job}`)["Balance"]).toBe(0);
  });

  it("leaves the payment as it was, open to changes, and closed to others of its payer", () => {
    const { driver, job, invoice, payment } = moved();
    const note = { Id: payment, SyncToken: "0", sparse: true, PrivateNote: "seen" };
    expect(driver.created("payment", note)["UnappliedAmt"]).toBe(0);
    expect(driver.read(`customer/${job}`)["Balance"]).toBe(30);
    const payer = referenceOf(driver.read(`payment/${payment}`), "CustomerRef") ?? "";
    const other = driver.post("payment", paymentOf(payer, 5, [[invoice, 5]]));
    expect(faultOf(other).codes).toEqual(["6000"]);
  });
});

describe("what python-quickbooks writes into each body", () => {
  it("(types of references, empty lists of lines) is taken and not shown", () => {
    const line = {
      ...itemLine(10, {
        ItemRef: { value: "4", name: "Design", type: "Item" },
        TaxCodeRef: { value: "NON", name: "NON", type: "TaxCode" },
      }),
      LinkedTxn: [],
      CustomField: [],
    };
    const body = { CustomerRef: { value: 3, name: "", type: "Customer" }, Line: [line] };
    const made = new ApiDriver().created("invoice", body);
    expect(made["CustomerRef"]).toEqual({ value: "3", name: "Cool Cars" });
    expect(objectsOf(made, "Line")[0]).toEqual({
      Id: "1",
      LineNum: 1,
      Amount: 10,
      DetailType: "SalesItemLineDetail",
      SalesItemLineDetail: {
        ItemRef: { value: "4", name: "Design" },
        TaxCodeRef: { value: "NON" },
      },
    });
  });

  it("is not shown on lines of purchases either", () => {
    const detail = {
      AccountRef: { value: 7, name: "Advertising", type: "Account" },
      CustomerRef: { value: "1", type: "Customer" },
    };
    const made = new ApiDriver().created("purchaseorder", {
      VendorRef: { value: "56", type: "Vendor" },
      APAccountRef: { value: "33", type: "Account" },
      Line: [
        {
          Amount: 5,
          DetailType: "AccountBasedExpenseLineDetail",
          AccountBasedExpenseLineDetail: detail,
          LinkedTxn: [],
          CustomField: [],
        },
      ],
    });
    expect(JSON.stringify(made)).not.toContain('"type"');
    expect(objectsOf(made, "Line")[0]).not.toHaveProperty("CustomField");
    expect(objectsOf(made, "Line")[0]).not.toHaveProperty("LinkedTxn");
  });
});

describe("an account in a foreign currency", () => {
  function withEuros(): { driver: ApiDriver; bank: string; customer: string } {
    const driver = new ApiDriver();
    prefer(driver, "CurrencyPrefs", { MultiCurrencyEnabled: true });
    driver.created("companycurrency", { Code: "EUR" });
    const euro = { CurrencyRef: { value: "EUR" } };
    const bank = { Name: "Euro bank", AccountType: "Bank", ...euro };
    return {
      driver,
      bank: idOf(driver.created("account", bank)),
      customer: idOf(driver.created("customer", { DisplayName: "Euro customer", ...euro })),
    };
  }

  it("takes amounts of its own currency alone", () => {
    const { driver, bank, customer } = withEuros();
    const to = { DepositToAccountRef: { value: bank } };
    const home = { ...paymentOf("3", 5, []), CurrencyRef: { value: "USD" }, ...to };
    expect(faultOf(driver.post("payment", home)).codes).toEqual(["6000"]);
    const moved = { FromAccountRef: { value: bank }, ToAccountRef: { value: "35" }, Amount: 5 };
    const dollars = { ...moved, CurrencyRef: { value: "USD" } };
    expect(faultOf(driver.post("transfer", dollars)).codes).toEqual(["6000"]);
    const own = { ...paymentOf(customer, 7, []), CurrencyRef: { value: "EUR" }, ExchangeRate: 2 };
    driver.created("payment", { ...own, ...to });
    driver.created("transfer", { ...moved, CurrencyRef: { value: "EUR" }, ExchangeRate: 2 });
    expect(driver.read(`account/${bank}`)["CurrentBalance"]).toBe(2);
  });
});

describe("a transaction of 10,000 lines", () => {
  it("can be changed and sent back as it was read: the server's subtotal takes no room", () => {
    const driver = new ApiDriver();
    const lines = Array.from({ length: 10_000 }, () => itemLine(1));
    const made = driver.created("invoice", saleOf("3", lines));
    const noted = { Id: made["Id"], SyncToken: "0", sparse: true, PrivateNote: "long" };
    expect(driver.created("invoice", noted)["TotalAmt"]).toBe(10_000);
    expect(driver.created("invoice", { ...made, SyncToken: "1" })["TotalAmt"]).toBe(10_000);
    const more = driver.post("invoice", saleOf("3", [...lines, itemLine(1)]));
    expect(faultOf(more).codes).toEqual(["6000"]);
  });
});

describe("a journal entry on the accounts of two customers", () => {
  function entry(first: number, second: number): JsonObject {
    const line = (PostingType: string, Amount: number, detail: JsonObject): JsonObject => ({
      Amount,
      DetailType: "JournalEntryLineDetail",
      JournalEntryLineDetail: { PostingType, ...detail },
    });
    const charge = (customer: string, amount: number): JsonObject =>
      line("Debit", amount, {
        AccountRef: { value: "84" },
        Entity: { Type: "Customer", EntityRef: { value: customer } },
      });
    const income = line("Credit", first + second, { AccountRef: { value: "82" } });
    return { Line: [charge("3", first), charge("5", second), income] };
  }

  it("leaves to each at least what was paid of its own part", () => {
    const driver = new ApiDriver();
    const id = idOf(driver.created("journalentry", entry(100, 50)));
    driver.created("payment", paymentOf("3", 80, [[id, 80, "JournalEntry"]]));
    const swapped = { Id: id, SyncToken: "1", ...entry(50, 100) };
    expect(faultOf(driver.post("journalentry", swapped)).codes).toEqual(["6000"]);
    const lowered = { Id: id, SyncToken: "1", ...entry(80, 1) };
    expect(driver.created("journalentry", lowered)["SyncToken"]).toBe("2");
  });
});

describe("the parts of a foreign claim", () => {
  /** Home balance of the receivables in euros. */
  function atHome(driver: ApiDriver): number {
    const { store } = driver.company;
    const account = store.indexes
      .find("subtype:AccountsReceivable")
      .find(({ fields }) => referenceOf(fields, "CurrencyRef") === "EUR");
    return store.sums.accountBalance(account?.id ?? "");
  }

  function paidInThree(): {
    driver: ApiDriver;
    invoice: string;
    payments: string[];
    body: JsonObject;
  } {
    const driver = new ApiDriver();
    prefer(driver, "CurrencyPrefs", { MultiCurrencyEnabled: true });
    driver.created("companycurrency", { Code: "EUR" });
    const euro = { CurrencyRef: { value: "EUR" } };
    const customer = idOf(driver.created("customer", { DisplayName: "Euro customer", ...euro }));
    const sale = { ...saleOf(customer, [itemLine(33.33)]), ...euro, ExchangeRate: 1.12345 };
    const invoice = idOf(driver.created("invoice", sale));
    const body = { ...paymentOf(customer, 11.11, [[invoice, 11.11]]), ...euro, ExchangeRate: 1.2 };
    const payments = [1, 2, 3].map(() => idOf(driver.created("payment", body)));
    return { driver, invoice, payments, body };
  }

  const sparse = (driver: ApiDriver, resource: string, change: JsonObject): JsonObject =>
    driver.created(resource.replace(/[/].*/, ""), {
      Id: resource.replace(/.*[/]/, ""),
      SyncToken: driver.read(resource)["SyncToken"] ?? "",
      sparse: true,
      ...change,
    });

  it("add up to the whole after any of them, or the whole, was changed", () => {
    const { driver, invoice, payments, body } = paidInThree();
    expect(atHome(driver)).toBe(0);
    sparse(driver, `invoice/${invoice}`, { ExchangeRate: 1.5 });
    expect(atHome(driver)).toBe(0);
    const [first = "", second = ""] = payments;
    sparse(driver, `payment/${first}`, { PrivateNote: "seen" });
    expect(atHome(driver)).toBe(0);
    const token = driver.read(`payment/${second}`)["SyncToken"] ?? "";
    driver.created("payment?operation=delete", { Id: second, SyncToken: token });
    driver.created("payment", body);
    expect(atHome(driver)).toBe(0);
    sparse(driver, `payment/${first}`, { ...body, TotalAmt: 10, Line: [] });
    const [line = {}] = objectsOf(body, "Line");
    sparse(driver, `payment/${first}`, { TotalAmt: 11.11, Line: [line] });
    expect(atHome(driver)).toBe(0);
  });
});

describe("a sub-customer in a company of several currencies", () => {
  it("is in its parent's currency", () => {
    const driver = new ApiDriver();
    prefer(driver, "CurrencyPrefs", { MultiCurrencyEnabled: true });
    driver.created("companycurrency", { Code: "EUR" });
    const euro = { CurrencyRef: { value: "EUR" } };
    const parent = idOf(driver.created("customer", { DisplayName: "Euro parent", ...euro }));
    const below = { Job: true, ParentRef: { value: parent } };
    const job = driver.created("customer", { DisplayName: "Job", ...below });
    expect(job["CurrencyRef"]).toEqual({ value: "EUR", name: "Euro" });
    const dollars = { DisplayName: "Other job", CurrencyRef: { value: "USD" }, ...below };
    expect(faultOf(driver.post("customer", dollars)).codes).toEqual(["6000"]);
    const token = driver.read("customer/3")["SyncToken"] ?? "";
    const moved = { Id: "3", SyncToken: token, sparse: true, ...below };
    expect(faultOf(driver.post("customer", moved)).codes).toEqual(["6000"]);
    const kept = { Id: idOf(job), SyncToken: "0", sparse: true, Notes: "still in euros" };
    expect(driver.created("customer", kept)["CurrencyRef"]).toEqual(job["CurrencyRef"]);
  });
});

describe("a price of seven decimals", () => {
  it("is shown without an exponent", () => {
    const line = itemLine(0.1, { UnitPrice: 0.0000001, Qty: 1_000_000 });
    const answer = new ApiDriver().post("invoice", saleOf("3", [line]));
    expect(answer.body).toContain('"UnitPrice":0.0000001,"Qty":1000000');
  });
});

describe("the day an invoice is due", () => {
  it("stays when a sparse update moves its date or terms, and is worked out anew by a full update", () => {
    const driver = new ApiDriver();
    const terms = { TxnDate: "2026-11-01", SalesTermRef: { value: "1" } };
    const made = driver.created("invoice", saleOf("3", [itemLine(1)], terms));
    expect(made["DueDate"]).toBe("2026-11-01");
    const key = { Id: made["Id"], SyncToken: "0", sparse: true };
    const later = { ...key, TxnDate: "2026-12-01", SalesTermRef: { value: "3" } };
    expect(driver.created("invoice", later)["DueDate"]).toBe("2026-11-01");
    const whole = { ...saleOf("3", [itemLine(1)], terms), Id: made["Id"], SyncToken: "1" };
    const changed = driver.created("invoice", { ...whole, TxnDate: "2026-12-05" });
    expect(changed["DueDate"]).toBe("2026-12-05");
  });

  it("follows the company's terms, not the customer's, where it names none", () => {
    const driver = new ApiDriver();
    const customer = { DisplayName: "On receipt", SalesTermRef: { value: "1" } };
    const id = idOf(driver.created("customer", customer));
    const made = driver.created("invoice", saleOf(id, [itemLine(1)], { TxnDate: "2026-11-01" }));
    expect(made["DueDate"]).toBe("2026-12-01");
    expect(made).not.toHaveProperty("SalesTermRef");
  });
});
