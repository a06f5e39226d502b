import { describe, expect, it } from "vitest";
import { CUSTOMER_ACCOUNT, ITEM_PRODUCT } from "@accord-sync/core/mapping/default-mappings.ts";
import { createQuickbooksRemote } from "../src/quickbooks-remote.ts";
import {
  createOf,
  EmulatedCompany,
  ORIGIN,
  REALM,
  START_MS,
  updateOf,
} from "./emulated-company.ts";

const applied = (receipt: Awaited<ReturnType<EmulatedCompany["send"]>>) => {
  if (receipt.outcome !== "applied") throw new Error(JSON.stringify(receipt));
  return receipt.observation;
};

describe("looking at a record", () => {
  it("reads every mapped field, money as it is written, times in UTC", async () => {
    const company = new EmulatedCompany();
    const seen = await company.look(CUSTOMER_ACCOUNT, "1");
    expect(seen).toMatchObject({
      ref: { system: "quickbooks", type: "Customer", id: "1" },
      createdAt: "2015-10-01T23:48:43Z",
      isSettled: true,
      name: "Amy's Bird Sanctuary",
      isActive: true,
      image: {
        DisplayName: "Amy's Bird Sanctuary",
        "PrimaryPhone.FreeFormNumber": "(650) 555-3311",
        "PrimaryEmailAddr.Address": "Birds@Intuit.com",
        "WebAddr.URI": null,
        "BillAddr.Street": "4581 Finch St.",
        "BillAddr.City": "Bayshore",
        "BillAddr.Country": null,
        Active: true,
      },
    });
    expect(seen.image["Balance"]).toMatch(/^\d+(\.\d\d)?$/);
  });

  it("finds nothing where there is no such id, and asks for nothing that cannot be one", async () => {
    const company = new EmulatedCompany();
    const absent = await company.remote.observe(CUSTOMER_ACCOUNT, "424242");
    expect(absent).toMatchObject({ ok: true, value: { kind: "absent" } });
    const before = company.sent.length;
    const odd = await company.remote.observe(CUSTOMER_ACCOUNT, "1/../../x");
    expect(odd).toMatchObject({ ok: true, value: { kind: "absent" } });
    expect(company.sent).toHaveLength(before);
  });

  it("takes the deletion mark off the name of an inactive record", async () => {
    const company = new EmulatedCompany();
    const made = applied(
      await company.send(createOf(CUSTOMER_ACCOUNT, { DisplayName: "Short Lived" }), "k1"),
    );
    const gone = applied(
      await company.send(updateOf(CUSTOMER_ACCOUNT, made, { Active: false }), "k2"),
    );
    expect(gone).toMatchObject({ name: "Short Lived", isActive: false });
    expect(gone.image["DisplayName"]).toBe("Short Lived");
  });
});

describe("writing a record", () => {
  it("creates it once, however often the same payload is sent", async () => {
    const company = new EmulatedCompany();
    const write = createOf(CUSTOMER_ACCOUNT, {
      DisplayName: "Ridgeway Robotics",
      "BillAddr.Street": "1 Main St\nSuite 4",
      "BillAddr.City": "Tucson",
      Active: true,
    });
    const payload = company.remote.encode(write, "intent-1");
    const first = applied(await company.remote.send(CUSTOMER_ACCOUNT, payload));
    company.now += 60_000;
    const second = applied(await company.remote.send(CUSTOMER_ACCOUNT, payload));
    expect(second).toEqual(first);
    expect(first.image["BillAddr.Street"]).toBe("1 Main St\nSuite 4");
    const found = await company.remote.find(CUSTOMER_ACCOUNT, {
      type: "Customer",
      name: "Ridgeway Robotics",
      createdFrom: "2026-11-23T09:59:00Z",
      createdTo: "2026-11-23T10:01:00Z",
      linkMark: null,
    });
    expect(found).toMatchObject({ ok: true, value: [{ ref: first.ref }] });
  });

  it("finds it by the time it was made in, once it has another name", async () => {
    const company = new EmulatedCompany();
    const made = applied(
      await company.send(createOf(CUSTOMER_ACCOUNT, { DisplayName: "Ridge" }), "k1"),
    );
    const window = {
      type: "Customer",
      name: "Ridge",
      createdFrom: "2026-11-23T09:59:00Z",
      createdTo: "2026-11-23T10:01:00Z",
      linkMark: null,
      isChanged: true,
    };
    expect(await company.remote.find(CUSTOMER_ACCOUNT, window)).toEqual({ ok: true, value: [] });
    applied(await company.send(updateOf(CUSTOMER_ACCOUNT, made, { DisplayName: "Valley" }), "k2"));
    const found = await company.remote.find(CUSTOMER_ACCOUNT, window);
    expect(found).toMatchObject({ ok: true, value: [{ ref: made.ref, name: "Valley" }] });
    const before = { ...window, createdTo: "2026-11-23T09:59:30Z" };
    expect(await company.remote.find(CUSTOMER_ACCOUNT, before)).toEqual({ ok: true, value: [] });
  });

  it("changes what is named and nothing else, group by group", async () => {
    const company = new EmulatedCompany();
    const before = await company.look(CUSTOMER_ACCOUNT, "1");
    const after = applied(
      await company.send(
        updateOf(CUSTOMER_ACCOUNT, before, {
          "PrimaryPhone.FreeFormNumber": "555-0000",
          "BillAddr.City": "Half Moon Bay",
        }),
        "k1",
      ),
    );
    expect(after.image).toEqual({
      ...before.image,
      "PrimaryPhone.FreeFormNumber": "555-0000",
      "BillAddr.City": "Half Moon Bay",
    });
    expect(company.remote.compareVersions(after.version, before.version)).toBe(1);
  });

  it("clears values with empty text, alone and inside a group (Q2)", async () => {
    const company = new EmulatedCompany();
    const before = await company.look(CUSTOMER_ACCOUNT, "1");
    const cleared = {
      "PrimaryPhone.FreeFormNumber": null,
      "PrimaryEmailAddr.Address": null,
      "BillAddr.Street": null,
      "BillAddr.City": null,
    };
    const after = applied(await company.send(updateOf(CUSTOMER_ACCOUNT, before, cleared), "k1"));
    expect(after.image).toEqual({ ...before.image, ...cleared });
    expect(await company.look(CUSTOMER_ACCOUNT, "1")).toMatchObject({ image: after.image });
  });

  it("keeps every digit of a price", async () => {
    const company = new EmulatedCompany();
    const write = createOf(ITEM_PRODUCT, {
      Name: "Gold dust",
      Sku: "AU-1",
      UnitPrice: "1234.5678901",
      Type: "Service",
      "IncomeAccountRef.value": await incomeAccount(company),
    });
    const payload = company.remote.encode(write, "k1");
    expect(payload.body).toContain('"UnitPrice":1234.5678901');
    expect(applied(await company.remote.send(ITEM_PRODUCT, payload)).image).toMatchObject({
      UnitPrice: "1234.5678901",
      Type: "Service",
      Sku: "AU-1",
    });
  });

  it("is refused for a name that a vendor has, and says which", async () => {
    const company = new EmulatedCompany();
    const receipt = await company.send(
      createOf(CUSTOMER_ACCOUNT, { DisplayName: "Books by Bessie" }),
      "k",
    );
    expect(receipt).toMatchObject({
      outcome: "rejected",
      error: {
        code: "QBO_DUPLICATE_NAME",
        params: { name: "Books by Bessie" },
        vendor: { code: "6240" },
      },
    });
  });
});

async function incomeAccount(company: EmulatedCompany): Promise<string> {
  const described = await company.remote.describeCompany();
  if (!described.ok) throw new Error(JSON.stringify(described.error));
  const [account] = described.value.incomeAccounts;
  if (account === undefined) throw new Error("the company has no income account");
  return account.id;
}

describe("a write that does not go through", () => {
  it("is refused for a colon in the name, in QuickBooks' words and ours", async () => {
    const company = new EmulatedCompany();
    const receipt = await company.send(createOf(CUSTOMER_ACCOUNT, { DisplayName: "A:B" }), "k");
    expect(receipt).toMatchObject({
      outcome: "rejected",
      error: { code: "QBO_NAME_INVALID", params: { name: "A:B" } },
    });
  });

  it("is refused as stale when somebody else changed the record", async () => {
    const company = new EmulatedCompany();
    const seen = await company.look(CUSTOMER_ACCOUNT, "1");
    const patch = { "PrimaryPhone.FreeFormNumber": "1" };
    applied(await company.send(updateOf(CUSTOMER_ACCOUNT, seen, patch), "k1"));
    const late = await company.send(updateOf(CUSTOMER_ACCOUNT, seen, patch), "k2");
    expect(late).toMatchObject({
      outcome: "rejected",
      error: { code: "QBO_STALE_VERSION", params: { type: "Customer", id: "1" } },
    });
  });

  it("is refused for an e-mail address that is none", async () => {
    const company = new EmulatedCompany();
    const seen = await company.look(CUSTOMER_ACCOUNT, "1");
    const patch = { "PrimaryEmailAddr.Address": "nobody" };
    const receipt = await company.send(updateOf(CUSTOMER_ACCOUNT, seen, patch), "k");
    expect(receipt).toMatchObject({ outcome: "rejected", error: { code: "QBO_VALUE_INVALID" } });
  });

  it("is unknown when the answer is lost, and the same payload settles it (Q-REQUESTID)", async () => {
    const company = new EmulatedCompany();
    const write = createOf(CUSTOMER_ACCOUNT, { DisplayName: "Lost and Found" });
    const payload = company.remote.encode(write, "intent-7");
    company.setFaults({ match: { method: "POST" }, fault: "timeout-after" });
    const lost = await company.remote.send(CUSTOMER_ACCOUNT, payload);
    expect(lost).toMatchObject({ outcome: "unknown", error: { code: "REMOTE_UNREACHABLE" } });
    const settled = applied(await company.remote.send(CUSTOMER_ACCOUNT, payload));
    expect(settled.version).toBe("0");
  });

  it("is unknown after an internal error", async () => {
    const company = new EmulatedCompany();
    company.setFaults({ match: { method: "POST" }, fault: "status", status: 500 });
    const receipt = await company.send(createOf(CUSTOMER_ACCOUNT, { DisplayName: "X" }), "k");
    expect(receipt).toMatchObject({
      outcome: "unknown",
      error: { code: "REMOTE_FAILING", params: { status: "500" } },
    });
  });

  it("waits a minute when QuickBooks asks to slow down", async () => {
    const company = new EmulatedCompany();
    company.setFaults({ match: {}, fault: "throttle" });
    const receipt = await company.send(createOf(CUSTOMER_ACCOUNT, { DisplayName: "X" }), "k");
    expect(receipt).toMatchObject({
      outcome: "rejected",
      error: { code: "QBO_THROTTLED", retryAfterMs: 60_000 },
    });
  });

  it("ends as refused for its expired token, and goes through with the same bytes", async () => {
    const company = new EmulatedCompany();
    company.setFaults({ match: { method: "POST" }, fault: "expire-token" });
    const write = createOf(CUSTOMER_ACCOUNT, { DisplayName: "Renewed" });
    expect(await company.send(write, "k")).toMatchObject({
      outcome: "rejected",
      error: { code: "AUTH_EXPIRED" },
    });
    expect(await company.send(write, "k")).toMatchObject({ outcome: "applied" });
    const [first, second] = company.sent;
    expect(company.sent).toHaveLength(2);
    expect(second?.body).toBe(first?.body);
    expect(second?.url).toBe(first?.url);
  });
});

describe("a sweep", () => {
  it("starts from now at no call, and finds creations, changes and deactivations in one", async () => {
    const company = new EmulatedCompany();
    const mappings = [CUSTOMER_ACCOUNT, ITEM_PRODUCT];
    const start = await company.remote.sweep(mappings, null, START_MS);
    expect(start).toMatchObject({ ok: true, value: { changes: [], isFull: false } });
    expect(company.sent).toHaveLength(0);

    company.now += 10_000;
    const made = applied(
      await company.send(createOf(CUSTOMER_ACCOUNT, { DisplayName: "New" }), "a"),
    );
    company.now += 1_000;
    const seen = await company.look(CUSTOMER_ACCOUNT, "3");
    applied(await company.send(updateOf(CUSTOMER_ACCOUNT, seen, { Active: false }), "b"));
    const before = company.sent.length;
    const cursor = start.ok ? start.value.cursor : "";
    const swept = await company.remote.sweep(mappings, cursor, company.now);
    expect(company.sent).toHaveLength(before + 1);
    if (!swept.ok) throw new Error(JSON.stringify(swept.error));
    expect(swept.value.changes.map(({ sighting }) => sighting)).toMatchObject([
      { kind: "found", observation: { ref: made.ref } },
      { kind: "found", observation: { ref: { id: "3" }, isActive: false } },
    ]);

    company.now += 60_000;
    const next = await company.remote.sweep(mappings, swept.value.cursor, company.now);
    const quiet = await company.remote.sweep(
      mappings,
      next.ok ? next.value.cursor : "",
      company.now,
    );
    expect(quiet).toMatchObject({ ok: true, value: { changes: [], isFull: false } });
  });

  it("scans by queries when CDC's window is full, until nothing is left", async () => {
    const company = new EmulatedCompany();
    for (let made = 0; made < 1_050; made += 1) {
      // A mass import: more records in one second than a page holds, then one a second.
      if (made > 1_020) company.now += 1_000;
      const body = JSON.stringify({ DisplayName: `Import ${made}` });
      const headers = { authorization: "Bearer demo", "content-type": "application/json" };
      const url = `/v3/company/${REALM}/customer`;
      company.company.handle({ method: "POST", url, headers, body }, company.now);
    }
    const since = await company.remote.sweep([CUSTOMER_ACCOUNT], null, START_MS);
    let cursor = since.ok ? since.value.cursor : "";
    const found = new Set<string>();
    let steps = 0;
    for (let isFull = true; isFull && steps < 20; steps += 1) {
      const swept = await company.remote.sweep([CUSTOMER_ACCOUNT], cursor, company.now);
      if (!swept.ok) throw new Error(JSON.stringify(swept.error));
      for (const { sighting } of swept.value.changes) {
        if (sighting.kind === "found") found.add(sighting.observation.name);
      }
      ({ cursor, isFull } = swept.value);
    }
    expect([...found].filter((name) => name.startsWith("Import "))).toHaveLength(1_050);
    expect(steps).toBeLessThan(10);
  });

  it("scans from the start when the cursor is older than CDC looks back", async () => {
    const company = new EmulatedCompany();
    const cursor = JSON.stringify({ state: "following", since: "2020-09-29T12:00:00Z" });
    const first = await company.remote.sweep([CUSTOMER_ACCOUNT], cursor, company.now);
    if (!first.ok) throw new Error(JSON.stringify(first.error));
    expect(company.sent).toHaveLength(1);
    expect(first.value.changes.length).toBeGreaterThan(0);
    expect(first.value.isFull).toBe(true);
    expect(first.value.unseenDeletions).toContainEqual({
      type: "Customer",
      from: "2020-09-29T12:00:00Z",
      until: "2026-10-26T09:59:55Z",
    });
  });

  it("reads a cursor that was kept before tasks were part of it", async () => {
    const company = new EmulatedCompany();
    const since = "2026-11-20T10:00:00Z";
    const old = { state: "scanning", type: 1, from: since, start: 1, since, thenSince: since };
    const swept = await company.remote.sweep([CUSTOMER_ACCOUNT], JSON.stringify(old), company.now);
    expect(swept).toMatchObject({ ok: true, value: { isFull: false } });
  });
});

describe("the directory", () => {
  it("lists customers, vendors and employees, inactive ones too", async () => {
    const company = new EmulatedCompany();
    const seen = await company.look(CUSTOMER_ACCOUNT, "3");
    applied(await company.send(updateOf(CUSTOMER_ACCOUNT, seen, { Active: false }), "k"));
    const customers = await company.remote.listDirectory("Customer", null);
    if (!customers.ok) throw new Error(JSON.stringify(customers.error));
    const coolCars = customers.value.items.find(({ id }) => id === "3");
    expect(coolCars).toMatchObject({
      type: "Customer",
      name: "Cool Cars",
      email: "Cool_Cars@intuit.com",
      phone: "(415) 555-9933",
      address: "65 Ocean Dr., Half Moon Bay, CA 94213",
      currency: "USD",
      isActive: false,
    });
    expect(customers.value.next).toBeNull();
    const vendors = await company.remote.listDirectory("Vendor", null);
    const names = vendors.ok ? vendors.value.items.map(({ name }) => name) : [];
    expect(names).toContain("Books by Bessie");
    const employees = await company.remote.listDirectory("Employee", null);
    expect(employees.ok && employees.value.items.length).toBeGreaterThan(0);
  });

  it("lists items with what a product is compared by", async () => {
    const items = await new EmulatedCompany().remote.listDirectory("Item", null);
    if (!items.ok) throw new Error(JSON.stringify(items.error));
    expect(items.value.items.find(({ id }) => id === "4")).toMatchObject({
      name: "Design",
      price: "75",
      description: "Custom Design",
    });
  });

  it("pages through a selection without missing or repeating a record", async () => {
    const company = new EmulatedCompany();
    const { http, tokens } = company;
    const options = { realmId: REALM, baseUrl: ORIGIN, appUrl: ORIGIN, http, tokens };
    const remote = createQuickbooksRemote({ ...options, pageSize: 7 });
    const ids: string[] = [];
    let from: string | null = null;
    do {
      const page = await remote.select(CUSTOMER_ACCOUNT, "", from);
      if (!page.ok) throw new Error(JSON.stringify(page.error));
      expect(page.value.items.length).toBeLessThanOrEqual(7);
      ids.push(...page.value.items.map(({ ref }) => ref.id));
      from = page.value.next;
    } while (from !== null);
    const whole = await company.remote.select(CUSTOMER_ACCOUNT, "", null);
    expect(ids).toEqual(whole.ok ? whole.value.items.map(({ ref }) => ref.id) : []);
    expect(ids.length).toBeGreaterThan(25);
  });

  it("selects what a filter names", async () => {
    const { remote } = new EmulatedCompany();
    const some = await remote.select(CUSTOMER_ACCOUNT, "DisplayName LIKE 'Amy%'", null);
    expect(some).toMatchObject({ ok: true, value: { items: [{ ref: { id: "1" } }], next: null } });
  });

  it("describes the company with its income accounts", async () => {
    const described = await new EmulatedCompany().remote.describeCompany();
    expect(described).toMatchObject({
      ok: true,
      value: { name: "Craig's Design and Landscaping Services" },
    });
    expect(described.ok && described.value.incomeAccounts.length).toBeGreaterThan(0);
  });
});
