import { beforeAll, describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../json/json-value.ts";
import { idOf, invoiceOf } from "../testing/api-driver.ts";
import { PageVisitor, rowsOf, textOf } from "../testing/page-visitor.ts";

const column = (html: string, index: number): string[] =>
  rowsOf(html).map((cells) => cells[index] ?? "");
const sorted = (names: readonly string[]): string[] => [...names].sort((a, b) => (a < b ? -1 : 1));

describe("a list", () => {
  it("shows fifty at a time, says where it is, and leads to the others", () => {
    const visitor = new PageVisitor();
    for (let n = 0; n < 120; n += 1) {
      visitor.driver.created("customer", { DisplayName: `Zz ${String(n).padStart(3, "0")}` });
    }
    const first = visitor.open("/app/customers?search=zz");
    expect(rowsOf(first)).toHaveLength(50);
    expect(textOf(first)).toContain("1–50 of 120");
    const last = visitor.open("/app/customers?search=zz&page=3");
    expect(column(last, 0).at(-1)).toBe("Zz 119");
    expect(rowsOf(last)).toHaveLength(20);
    expect(textOf(last)).toContain("101–120 of 120");
    expect(last).toContain(
      "/app/customers?search=zz&#38;show=active&#38;sort=name&#38;order=asc&#38;page=2",
    );
    expect(column(visitor.open("/app/customers?search=zz&order=desc"), 0)[0]).toBe("Zz 119");
    const odd = visitor.open("/app/customers?search=zz&page=99999&sort=__proto__&show=constructor");
    expect(column(odd, 0)).toEqual(column(last, 0));
  });

  it("stays in order while records come, change and go", () => {
    const visitor = new PageVisitor();
    const names = (): string[] => column(visitor.open("/app/items"), 0);
    const check = (): void =>
      expect(names().map((name) => name.toLowerCase())).toEqual(
        sorted(names().map((name) => name.toLowerCase())),
      );
    check();
    const { driver } = visitor;
    const made = driver.created("item", {
      Name: "aa first",
      Type: "Service",
      IncomeAccountRef: { value: "1" },
    });
    expect(names()[0]).toBe("aa first");
    driver.created("item", { Id: idOf(made), SyncToken: "0", sparse: true, Name: "zz last" });
    expect(names().at(-1)).toBe("zz last");
    check();
    driver.created("item", { Id: idOf(made), SyncToken: "1", sparse: true, Active: false });
    expect(names()).not.toContain("zz last (deleted) Inactive");
    expect(column(visitor.open("/app/items?show=inactive"), 0)).toEqual([
      "zz last (deleted) Inactive",
    ]);
    driver.company.reset();
    expect(names()).not.toContain("zz last");
    check();
  });

  it("of invoices filters what is open, overdue, paid and void, and sorts by any column", () => {
    const visitor = new PageVisitor();
    const { driver } = visitor;
    const fresh = driver.created("invoice", invoiceOf("13", 77));
    const states = (show: string): string[] => [
      ...new Set(column(visitor.open(`/app/invoices?show=${show}`), 4)),
    ];
    expect(states("paid")).toEqual(["Paid"]);
    expect(states("overdue").sort()).toEqual(["Overdue", "Overdue, part paid"]);
    expect(states("open").sort()).toEqual(["Open", "Overdue", "Overdue, part paid"]);
    expect(states("voided")).toEqual([""]);
    driver.post(`invoice?operation=void`, { Id: idOf(fresh), SyncToken: "0" });
    expect(states("voided")).toEqual(["Voided"]);
    const totals = column(visitor.open("/app/invoices?sort=total"), 5).map((text) =>
      Number(text.replace(/[$,]/g, "")),
    );
    expect(totals).toEqual([...totals].sort((a, b) => b - a));
    const customers = column(visitor.open("/app/invoices?sort=customer"), 2);
    expect(customers).toEqual(sorted(customers));
    expect(column(visitor.open("/app/invoices?search=kookies"), 2)).toEqual(["Kookies by Kathy"]);
    expect(column(visitor.open("/app/invoices?search=1042"), 1)).toEqual(["1042"]);
  });

  it("of customers tells who owes, who is late, and who is inactive", () => {
    const visitor = new PageVisitor();
    const { driver } = visitor;
    const made = driver.created("customer", { DisplayName: "Owes later" });
    driver.created("invoice", invoiceOf(idOf(made), 10));
    const names = (show: string): string[] =>
      column(visitor.open(`/app/customers?show=${show}`), 0);
    expect(names("open")).toContain("Owes later");
    expect(names("open")).not.toContain("Jane Doe");
    expect(names("overdue")).toContain("Amy's Bird Sanctuary");
    expect(names("overdue")).not.toContain("Owes later");
    const jane = driver.read("customer/58");
    driver.created("customer", {
      Id: "58",
      SyncToken: jane["SyncToken"],
      sparse: true,
      Active: false,
    });
    expect(names("active")).not.toContain("Jane Doe");
    expect(names("inactive")).toEqual(["Jane Doe (deleted) Inactive"]);
    expect(names("all")).toContain("Jane Doe (deleted) Inactive");
  });

  it("of transactions gives no total to hours of work", () => {
    const visitor = new PageVisitor();
    const rows = rowsOf(visitor.open("/app/transactions?show=TimeActivity"));
    expect(rows.length).toBeGreaterThan(0);
    for (const cells of rows) expect(cells.slice(4)).toEqual(["", ""]);
    expect(rowsOf(visitor.open("/app/transactions?show=Transfer"))[0]?.[4]).toBe("$800.00");
  });

  it("escapes what is searched for", () => {
    const html = new PageVisitor().open(
      `/app/customers?search=${encodeURIComponent('"><script>x')}`,
    );
    expect(html).toContain('value="&#34;&#62;&#60;script&#62;x"');
    expect(html).not.toContain("<script>x");
  });

  it("of accounts stands in the order of the statements, with what the books say", () => {
    const visitor = new PageVisitor();
    const before = Number(visitor.driver.read("account/35")["CurrentBalance"]);
    visitor.driver.created("payment", {
      CustomerRef: { value: "1" },
      TotalAmt: 1000,
      DepositToAccountRef: { value: "35" },
    });
    const rows = rowsOf(visitor.open("/app/chartofaccounts"));
    const after = rows.find(([name]) => name === "Checking")?.[4];
    expect(Number(after?.replace(/[$,]/g, ""))).toBe(before + 1000);
    const types = [...new Set(rows.map((cells) => cells[2]))];
    expect(types.indexOf("Bank")).toBeLessThan(types.indexOf("Income"));
    expect(types.indexOf("Income")).toBeLessThan(types.indexOf("Expense"));
  });
});

describe("twenty thousand customers and ten thousand invoices", () => {
  const visitor = new PageVisitor();
  let reads = 0;
  /** Tells each look at a property, so that work is counted and no clock is asked. */
  const counted = (fields: JsonObject): JsonObject =>
    new Proxy(fields, {
      get: (target, name) => {
        reads += 1;
        return Reflect.get(target, name) as JsonValue;
      },
    });
  beforeAll(() => {
    const { driver } = visitor;
    const { store } = driver.company;
    const base = { syncToken: 0, createdAt: 0, updatedAt: 0 };
    store.transact(() => {
      for (let n = 0; n < 20_000; n += 1) {
        const id = String(1_000_000 + n);
        store.putRecord({
          ...base,
          type: "Customer",
          id,
          fields: counted({ DisplayName: `Load ${(n * 7919) % 20_000}`, Active: true }),
        });
      }
      for (let n = 0; n < 10_000; n += 1) {
        const id = String(2_000_000 + n);
        const customer = { value: String(1_000_000 + n) };
        store.putRecord({
          ...base,
          type: "Invoice",
          id,
          fields: counted({
            CustomerRef: customer,
            DocNumber: id,
            TxnDate: "2026-01-01",
            DueDate: "2026-02-01",
            TotalAmt: n % 500,
            Line: [],
          }),
        });
      }
    });
  });

  const look = (path: string): { readonly reads: number; readonly rows: number } => {
    reads = 0;
    const rows = rowsOf(visitor.open(path)).length;
    return { reads, rows };
  };

  it.each([
    "/app/customers?page=100",
    "/app/customers?sort=balance",
    "/app/invoices?show=overdue&sort=open&page=7",
    "/app/invoices?search=load%2077",
    "/app/transactions?sort=party",
  ])("are listed at %s a page at a time, with a page's work from the second look on", (path) => {
    // To find and sort takes a few looks at each of 30,000 records, to render one takes ten or more.
    expect(look(path).reads).toBeLessThan(90_000);
    const second = look(path);
    expect(second.rows).toBe(50);
    expect(second.reads).toBeLessThan(2_000);
    visitor.driver.created("customer", {
      DisplayName: `Afresh ${path}`.replaceAll(/[:<>]/g, ""),
    });
    expect(look(path).reads).toBeLessThan(90_000);
  });

  it("are not carried to every form: some are suggested while one types", () => {
    const html = visitor.open("/app/invoices/new");
    expect(html).not.toContain("Load 1");
    expect(html).toContain('<datalist id="customers-list" data-more>');
    const answer = JSON.parse(
      visitor.open("/app/suggest?of=customers&search=load%2019999"),
    ) as unknown;
    expect(answer).toEqual([{ value: "Load 19999", label: "" }]);
  });
});
