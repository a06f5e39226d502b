import { describe, expect, it } from "vitest";
import { JsonNumber } from "@accord-sync/core/json/lossless-json.ts";
import { createCompanyApi } from "../src/api/company-api.ts";
import { encodeBatch, sendBatch } from "../src/batch/write-batch.ts";
import { createCompany } from "../src/company.ts";
import type { Fields, WriteEnd } from "../src/entities/entity-write.ts";
import { type EntityWith, OPERATIONS } from "../src/entities/operations.ts";
import { compare, isOneOf } from "../src/query/conditions.ts";
import { EmulatedCompany, ORIGIN, REALM } from "./emulated-company.ts";

function open() {
  const emulated = new EmulatedCompany();
  const { http, tokens } = emulated;
  const api = createCompanyApi({
    realmId: REALM,
    baseUrl: ORIGIN,
    http,
    tokens,
    timeoutMs: 1_000,
  });
  return { emulated, api, company: createCompany(api) };
}

function applied<T>(end: WriteEnd<T>): T {
  if (end.outcome !== "applied") throw new Error(JSON.stringify(end));
  expect(end.intuitTid).toMatch(/./);
  return end.record;
}

async function all<T>(
  pages: AsyncIterable<{
    readonly ok: boolean;
    readonly value?: { readonly records: readonly T[] };
  }>,
) {
  const records: T[] = [];
  for await (const page of pages) {
    if (page.value === undefined) throw new Error(JSON.stringify(page));
    records.push(...page.value.records);
  }
  return records;
}

async function collect<T>(pages: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const page of pages) list.push(page);
  return list;
}

describe("a typed company", () => {
  it("reads a record with every digit, and tells one that is not there", async () => {
    const { company } = open();
    const read = await company.read("Customer", "1");
    expect(read).toMatchObject({
      outcome: "found",
      record: { Id: "1", DisplayName: "Amy's Bird Sanctuary" },
    });
    const balance = read.outcome === "found" ? read.record.Balance : undefined;
    expect(balance).toMatch(/^\d+(\.\d\d)?$/);
    expect(await company.read("Customer", "424242")).toMatchObject({ outcome: "absent" });
    expect(await company.read("Invoice", "1/../2")).toMatchObject({ outcome: "absent" });
    expect(await company.read("TaxCode", "NON")).toMatchObject({ outcome: "found" });
    expect(await company.read("Preferences", "")).toMatchObject({ outcome: "found" });
  });

  it("creates, updates, voids and deletes, once each under its requestid", async () => {
    const { company } = open();
    const line = {
      Amount: new JsonNumber("100.10"),
      DetailType: "SalesItemLineDetail",
      SalesItemLineDetail: { ItemRef: { value: "4" } },
    } as const;
    const fields = { CustomerRef: { value: "1" }, Line: [line] };
    const made = applied(await company.create("Invoice", fields, "k1"));
    expect(made.TotalAmt).toBe("100.10");
    const again = applied(await company.create("Invoice", fields, "k1"));
    expect(again.Id).toBe(made.Id);
    const noted = applied(await company.update("Invoice", made, { PrivateNote: "kept" }, "k2"));
    expect(noted).toMatchObject({ PrivateNote: "kept", SyncToken: "1", TotalAmt: "100.10" });
    const stale = await company.update("Invoice", made, { PrivateNote: "late" }, "k3");
    expect(stale).toMatchObject({ outcome: "rejected", error: { code: "QBO_STALE_VERSION" } });
    const voided = applied(await company.void("Invoice", noted, "k4"));
    expect(voided).toMatchObject({ TotalAmt: "0" });
    const deleted = applied(await company.delete("Invoice", voided, "k5"));
    expect(deleted).toMatchObject({ Id: made.Id, status: "Deleted" });
    expect(await company.read("Invoice", made.Id)).toMatchObject({ outcome: "absent" });
  });

  it("writes anew what has no sparse update, and offers none", async () => {
    const { company } = open();
    const paid = applied(
      await company.create("Employee", { GivenName: "Ash", FamilyName: "Grove" }, "k0"),
    );
    const worked = {
      NameOf: "Employee",
      EmployeeRef: { value: paid.Id },
      TxnDate: "2026-11-20",
      Hours: new JsonNumber("2"),
    } as const;
    const made = applied(
      await company.create("TimeActivity", { ...worked, Description: "Pruning" }, "k1"),
    );
    const hours = { ...worked, Hours: new JsonNumber("3") };
    const longer = applied(await company.replace("TimeActivity", made, hours, "k2"));
    expect(longer).toMatchObject({ Id: made.Id, Hours: "3", SyncToken: "1" });
    expect(longer.Description).toBeUndefined();
    const offered: EntityWith<"U"> &
      ("TimeActivity" | "CompanyCurrency" | "Attachable") extends never
      ? true
      : false = true;
    expect(offered).toBe(true);
  });

  it("pages through a query, typed, at one call a page", async () => {
    const { emulated, company } = open();
    const whole = await all(company.query("Customer"));
    expect(emulated.sent).toHaveLength(1);
    const paged = await all(company.query("Customer", { rows: 7 }));
    expect(paged.map(({ Id }) => Id)).toEqual(whole.map(({ Id }) => Id));
    expect(emulated.sent).toHaveLength(1 + Math.floor(whole.length / 7) + 1);
    const some = company.query("Customer", {
      where: [compare("DisplayName", "LIKE", "Amy's%"), isOneOf("Id", ["1", "2"])],
    });
    expect((await all(some)).map(({ DisplayName }) => DisplayName)).toEqual([
      "Amy's Bird Sanctuary",
    ]);
  });

  it("asks for every type in words that it can be asked in", async () => {
    const { company } = open();
    const types = Object.entries(OPERATIONS).flatMap(([type, letters]) =>
      letters.includes("Q") ? [type as EntityWith<"Q">] : [],
    );
    const refused: string[] = [];
    for (const type of types) {
      for await (const page of company.query(type, { rows: 5 })) {
        const words = page.ok ? "" : (page.error.vendor?.detail ?? page.error.code);
        // Types that the emulator does not know yet are no matter of the adapter's words.
        if (words !== "" && !words.includes("invalid context declaration")) {
          refused.push(`${type}: ${words}`);
        }
      }
    }
    expect(refused).toEqual([]);
    expect(types.length).toBeGreaterThan(30);
  });

  it("sends a long query in a body, where no address cuts it", async () => {
    const { emulated, company } = open();
    const ids = Array.from({ length: 1_000 }, (_, index) => String(index + 1));
    const where = [isOneOf("Id", ["1", ...ids])];
    expect((await all(company.query("Customer", { where }))).length).toBeGreaterThan(20);
    expect(emulated.sent.at(-1)).toMatchObject({
      method: "POST",
      headers: { "content-type": "application/text" },
    });
  });

  it("gives the failure of a query as the last thing", async () => {
    const { company } = open();
    const pages = company.query("Customer", { where: ["NoSuchField = '1'"] });
    const ends = await collect(pages);
    expect(ends).toMatchObject([{ ok: false, error: { code: "QBO_QUERY_INVALID" } }]);
  });

  it("walks what changed by time, and by change data capture with deletions", async () => {
    const { emulated, company } = open();
    const since = new Date(emulated.now).toISOString();
    emulated.now += 2_000;
    const made = applied(await company.create("Customer", { DisplayName: "Fresh" }, "k1"));
    const changed = await all(company.changedSince("Customer", { from: since, within: null }));
    expect(changed.map(({ Id }) => Id)).toEqual([made.Id]);

    const cursor = { state: "following", since } as const;
    const [page] = await collect(
      company.changes(["Customer", "Vendor", "Invoice"], cursor, emulated.now),
    );
    expect(page).toMatchObject({
      ok: true,
      value: {
        changes: [{ type: "Customer", record: { Id: made.Id } }],
        isCatchingUp: false,
        calls: 1,
      },
    });
  });

  it("sends a batch whose items end one by one, and repeats none of them", async () => {
    const { emulated, api, company } = open();
    const items = [
      {
        bId: "new",
        write: { operation: "create", type: "Customer", fields: { DisplayName: "In a batch" } },
      },
      {
        bId: "taken",
        write: { operation: "create", type: "Customer", fields: { DisplayName: "Cool Cars" } },
      },
    ] as const;
    const payload = encodeBatch(REALM, items, "batch-1");
    const first = await sendBatch(api, items, payload);
    expect(Object.fromEntries(first.ends)).toMatchObject({
      new: { outcome: "applied", record: { DisplayName: "In a batch" } },
      taken: { outcome: "rejected", error: { code: "QBO_DUPLICATE_NAME" } },
    });
    emulated.now += 60_000;
    const second = await sendBatch(api, items, payload);
    const made = first.ends.get("new");
    const record = made?.outcome === "applied" ? made.record : {};
    expect(second.ends.get("new")).toMatchObject({ outcome: "applied", record });
    const where = [compare("DisplayName", "=", "In a batch")];
    expect(await all(company.query("Customer", { where }))).toHaveLength(1);
  });
});

// What must not type-check is asked for by conditional types: a wrong answer is an error of the compiler.
type Company = ReturnType<typeof createCompany>;
type Accepts<F extends (...args: never[]) => unknown, A extends readonly unknown[]> =
  A extends Parameters<F> ? true : false;

describe("the types of a company", () => {
  it("refuse what the API does not do", () => {
    const deletesCustomer: Accepts<Company["delete"], ["Customer", never, string]> = false;
    const deletesInvoice: Accepts<
      Company["delete"],
      ["Invoice", { Id: string; SyncToken: string }, string]
    > = true;
    const misspelt: "DisplayNmae" extends keyof Fields<"Customer"> ? true : false = false;
    const floats: number extends Fields<"Payment">["TotalAmt"] ? true : false = false;
    const setsVersion: "SyncToken" extends keyof Fields<"Payment"> ? true : false = false;
    expect([deletesCustomer, deletesInvoice]).toEqual([false, true]);
    expect([misspelt, floats, setsVersion]).toEqual([false, false, false]);
  });
});
