/** Many writes and reads, against the emulated org: collections inside composites. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CUSTOMER_ACCOUNT, ITEM_PRODUCT } from "@accord-sync/core/mapping/default-mappings.ts";
import type { JobSteps, KeyedWrite, ManyEnd } from "@accord-sync/core/ports/many-records.ts";
import type { PlannedWrite, Receipt } from "@accord-sync/core/ports/remote.ts";
import { applied, createOf, EmulatedOrg, updateOf } from "./emulated-org.ts";

const REALM = "9341452700000001";

/** For writes that need no job. */
const NO_JOB: JobSteps = {
  opened: () => Promise.reject(new Error("no job is wanted here")),
  rest: () => Promise.reject(new Error("nothing is waited for here")),
};

const customer = (number: number, patch: PlannedWrite["patch"] = {}): KeyedWrite => ({
  key: `c${number}`,
  write: createOf(CUSTOMER_ACCOUNT, `${REALM}:Customer:${1000 + number}`, {
    Name: `Import ${number}`,
    Phone: `555-${number}`,
    ...patch,
  }),
});

const customers = (count: number): readonly KeyedWrite[] =>
  Array.from({ length: count }, (_, number) => customer(number));

const outcomes = ({ receipts }: ManyEnd): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const { outcome } of receipts.values()) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
};

const receiptOf = (end: ManyEnd, key: string): Receipt => {
  const receipt = end.receipts.get(key);
  if (receipt === undefined) throw new Error(`no receipt of ${key}`);
  return receipt;
};

const countOf = (org: EmulatedOrg, where: string): number => {
  const query = encodeURIComponent(`SELECT COUNT() FROM Account WHERE ${where}`);
  const found = org.asPerson("GET", `/query?q=${query}`, null) as { totalSize: number };
  return found.totalSize;
};

describe("many writes", () => {
  it("carry 400 records in one counted request, and bring each one back as it is now", async () => {
    const org = new EmulatedOrg();
    const end = await org.remote.many.writeMany(CUSTOMER_ACCOUNT, customers(400), NO_JOB);
    expect(outcomes(end)).toEqual({ applied: 400 });
    expect([end.calls, org.sent.length]).toEqual([1, 1]);
    expect(org.sent[0]?.headers).toMatchObject({ "sforce-call-options": "client=AccordSync" });
    expect(applied(receiptOf(end, "c399"))).toMatchObject({
      name: "Import 399",
      linkMark: `${REALM}:Customer:1399`,
      image: { Phone: "555-399" },
    });
  });

  it("take as few requests as their number needs, and say so beforehand", async () => {
    const org = new EmulatedOrg();
    for (const count of [0, 1, 2, 401, 1_001, 2_001]) {
      const { many } = org.remote;
      const { calls } = await many.writeMany(CUSTOMER_ACCOUNT, customers(count), NO_JOB);
      expect([count, calls]).toEqual([count, many.choose(CUSTOMER_ACCOUNT, count).calls]);
    }
    const { many } = org.remote;
    expect(many.choose(CUSTOMER_ACCOUNT, 5_000)).toMatchObject({ form: "collections", calls: 8 });
    expect(many.choose(CUSTOMER_ACCOUNT, 5_001)).toMatchObject({ form: "bulk", calls: 8 });
    expect(many.choose(CUSTOMER_ACCOUNT, 10_000)).toMatchObject({ form: "bulk", calls: 10 });
  });

  it("end each by itself: one that is refused takes no other with it", async () => {
    const org = new EmulatedOrg();
    const writes = [customer(1), customer(2, { Name: "n".repeat(256) }), customer(3)];
    const end = await org.remote.many.writeMany(CUSTOMER_ACCOUNT, writes, NO_JOB);
    expect(outcomes(end)).toEqual({ applied: 2, rejected: 1 });
    expect(receiptOf(end, "c2")).toMatchObject({ error: { code: "SF_VALUE_TOO_LONG" } });
  });

  it("create nothing twice, however often they are repeated after a lost answer", async () => {
    const org = new EmulatedOrg();
    org.setFaults({ match: { path: "/composite" }, fault: "timeout-after" });
    const { many } = org.remote;
    const lost = await many.writeMany(CUSTOMER_ACCOUNT, customers(30), NO_JOB);
    expect(outcomes(lost)).toEqual({ unknown: 30 });
    const again = await many.writeMany(CUSTOMER_ACCOUNT, customers(30), NO_JOB);
    expect(outcomes(again)).toEqual({ applied: 30 });
    expect(countOf(org, "Name LIKE 'Import %'")).toBe(30);
  });

  it("are rejected, and not in doubt, when they certainly never left", async () => {
    const org = new EmulatedOrg();
    org.tokens.current = () =>
      Promise.resolve({
        ok: false,
        error: { code: "AUTH_REFRESH_REJECTED", params: {}, vendor: null, retryAfterMs: null },
      });
    const end = await org.remote.many.writeMany(CUSTOMER_ACCOUNT, customers(3), NO_JOB);
    expect(outcomes(end)).toEqual({ rejected: 3 });
  });

  it("keep their preconditions: such a write goes alone, and loses to a person's edit", async () => {
    const org = new EmulatedOrg();
    const id = org.idOf("Account", "Amy's Bird Sanctuary");
    const seen = await org.look(CUSTOMER_ACCOUNT, id);
    org.now += 2_000;
    org.asPerson("PATCH", `/sobjects/Account/${id}`, { Phone: "a person's" });
    org.now += 2_000;
    const late = { key: "late", write: updateOf(CUSTOMER_ACCOUNT, seen, { Phone: "ours" }) };
    const writes = [late, customer(1), customer(2)];
    const end = await org.remote.many.writeMany(CUSTOMER_ACCOUNT, writes, NO_JOB);
    expect(receiptOf(end, "late")).toMatchObject({ error: { code: "SF_STALE_VERSION" } });
    expect(outcomes(end)).toEqual({ applied: 2, rejected: 1 });
    expect((await org.look(CUSTOMER_ACCOUNT, id)).image["Phone"]).toBe("a person's");
  });

  it("change what they name and nothing else", async () => {
    const org = new EmulatedOrg();
    const ids = ["Amy's Bird Sanctuary", "Cool Cars"].map((name) => org.idOf("Account", name));
    const before = await Promise.all(ids.map((id) => org.look(CUSTOMER_ACCOUNT, id)));
    const writes = before.map((seen, place) => ({
      key: String(place),
      write: { ...updateOf(CUSTOMER_ACCOUNT, seen, { Website: null, Phone: "1" }), version: null },
    }));
    const end = await org.remote.many.writeMany(CUSTOMER_ACCOUNT, writes, NO_JOB);
    for (const [place, seen] of before.entries()) {
      const { image } = applied(receiptOf(end, String(place)));
      expect(image).toEqual({ ...seen.image, Website: null, Phone: "1" });
    }
  });

  it("end as the same rows written one by one would, whatever the rows hold", async () => {
    const text = fc.string({ maxLength: 12 });
    const row = fc.record({ Name: text, Phone: fc.oneof(text, fc.constant(null)) });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 2, maxLength: 8 }), async (patches) => {
        const writes = patches.map((patch, place) => customer(place, patch));
        const together = new EmulatedOrg();
        const end = await together.remote.many.writeMany(CUSTOMER_ACCOUNT, writes, NO_JOB);
        const alone = new EmulatedOrg();
        for (const { key, write } of writes) {
          const one = await alone.send(write);
          const other = receiptOf(end, key);
          expect(other.outcome).toBe(one.outcome);
          if (one.outcome === "applied" && other.outcome === "applied") {
            expect(other.observation.image).toEqual(one.observation.image);
          } else if ("error" in one && "error" in other) {
            expect(other.error.code).toBe(one.error.code);
          }
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe("many products", () => {
  const product = (number: number, price: string | null): KeyedWrite => ({
    key: `p${number}`,
    write: createOf(ITEM_PRODUCT, `${REALM}:Item:${100 + number}`, {
      Name: `Part ${number}`,
      IsActive: true,
      "standardPrice.UnitPrice": price,
    }),
  });

  it("get their standard prices in the next request, once, however often it is repeated", async () => {
    const org = new EmulatedOrg();
    const writes = Array.from({ length: 20 }, (_, number) => product(number, `${number}.25`));
    const first = await org.remote.many.writeMany(ITEM_PRODUCT, writes, NO_JOB);
    expect(first.calls).toBe(2);
    expect(applied(receiptOf(first, "p7")).image).toMatchObject({
      "standardPrice.UnitPrice": "7.25",
    });
    const dearer = writes.map(({ key, write }) => ({
      key,
      write: { ...write, patch: { ...write.patch, "standardPrice.UnitPrice": "9" } },
    }));
    const second = await org.remote.many.writeMany(ITEM_PRODUCT, dearer, NO_JOB);
    const [before, after] = [first, second].map((end) => applied(receiptOf(end, "p7")));
    expect(after?.members).toMatchObject({
      standardPrice: { ref: before?.members["standardPrice"]?.ref },
    });
    expect(after?.image["standardPrice.UnitPrice"]).toBe("9");
  });

  it("take one request for 400 of them", async () => {
    const org = new EmulatedOrg();
    const writes = Array.from({ length: 400 }, (_, number) => product(number, `${number}.5`));
    const end = await org.remote.many.writeMany(ITEM_PRODUCT, writes, NO_JOB);
    expect(outcomes(end)).toEqual({ applied: 400 });
    expect(end.calls).toBe(2);
    const { image } = applied(receiptOf(end, "p399"));
    expect(image["standardPrice.UnitPrice"]).toBe("399.5");
  });

  it("keep the product and tell its row in Salesforce's words why a price was not taken", async () => {
    const org = new EmulatedOrg();
    const writes = [product(1, "a lot"), product(2, "2")];
    const end = await org.remote.many.writeMany(ITEM_PRODUCT, writes, NO_JOB);
    expect(outcomes(end)).toEqual({ applied: 2 });
    expect(applied(receiptOf(end, "p1")).image["standardPrice.UnitPrice"]).toBeNull();
    expect(receiptOf(end, "p1")).toMatchObject({
      partRefused: { code: "SF_REFUSED", vendor: { code: "JSON_PARSER_ERROR" } },
    });
    expect(applied(receiptOf(end, "p2")).image["standardPrice.UnitPrice"]).toBe("2");
    expect(receiptOf(end, "p2")).not.toHaveProperty("partRefused");
  });

  it("tell every row when the request of the prices is refused as a whole", async () => {
    const org = new EmulatedOrg();
    const writes = [product(1, "1"), product(2, "2"), product(3, null)];
    const first = await org.remote.many.writeMany(ITEM_PRODUCT, writes.slice(0, 2), NO_JOB);
    const alone = ["p1", "p2"].map((key) => ({
      key,
      write: {
        ...updateOf(ITEM_PRODUCT, applied(receiptOf(first, key)), {
          "standardPrice.UnitPrice": "7",
        }),
        version: null,
      },
    }));
    org.setFaults({ match: { path: "/composite", body: 'UnitPrice":' }, fault: "limit", times: 0 });
    const again = await org.remote.many.writeMany(ITEM_PRODUCT, writes, NO_JOB);
    for (const key of ["p1", "p2"]) {
      expect(receiptOf(again, key)).toMatchObject({
        outcome: "applied",
        partRefused: { code: "SF_REQUEST_LIMIT" },
      });
    }
    expect(receiptOf(again, "p3")).not.toHaveProperty("partRefused");
    const refused = await org.remote.many.writeMany(ITEM_PRODUCT, alone, NO_JOB);
    expect(outcomes(refused)).toEqual({ rejected: 2 });
  });

  it("without a price get none", async () => {
    const org = new EmulatedOrg();
    const writes = [product(1, null), product(2, null)];
    const end = await org.remote.many.writeMany(ITEM_PRODUCT, writes, NO_JOB);
    expect(applied(receiptOf(end, "p1")).members).toEqual({});
  });
});

describe("many looks", () => {
  it("cost one request for a thousand records, and know the deleted and the unknown", async () => {
    const org = new EmulatedOrg();
    const made = await org.remote.many.writeMany(CUSTOMER_ACCOUNT, customers(400), NO_JOB);
    const ids = [...made.receipts.values()].map((receipt) => applied(receipt).ref.id);
    const [gone = "", short = ""] = ids;
    org.asPerson("DELETE", `/sobjects/Account/${gone}`, null);
    const before = org.sent.length;
    const asked = [...ids.slice(2), gone, short.slice(0, 15), "001000000000000AAA", "x'"];
    const seen = await org.remote.many.readMany(CUSTOMER_ACCOUNT, asked);
    expect(org.sent.length - before).toBe(1);
    if (!seen.ok) throw new Error(JSON.stringify(seen.error));
    expect(seen.value.size).toBe(asked.length);
    expect(seen.value.get(gone)).toMatchObject({ kind: "deleted" });
    expect(seen.value.get(short.slice(0, 15))).toMatchObject({ kind: "found" });
    expect(seen.value.get("001000000000000AAA")).toMatchObject({ kind: "absent" });
    expect(seen.value.get("x'")).toMatchObject({ kind: "absent" });
  });

  it("finds records by their link marks, in one request, and none where none carries one", async () => {
    const org = new EmulatedOrg();
    await org.remote.many.writeMany(CUSTOMER_ACCOUNT, customers(201), NO_JOB);
    const before = org.sent.length;
    const marks = [1000, 1200, 5000].map((id) => `${REALM}:Customer:${id}`);
    const found = await org.remote.many.findMarked(CUSTOMER_ACCOUNT, marks);
    expect(org.sent.length - before).toBe(1);
    if (!found.ok) throw new Error(JSON.stringify(found.error));
    expect([...found.value].map(([mark, { name }]) => [mark, name])).toEqual([
      [marks[0], "Import 0"],
      [marks[1], "Import 200"],
    ]);
  });

  it("finds records of a name that were made in a window, whatever mark they carry, in one request", async () => {
    const org = new EmulatedOrg();
    const made = await org.remote.many.writeMany(CUSTOMER_ACCOUNT, customers(201), NO_JOB);
    const { ref, createdAt } = applied(receiptOf(made, "c200"));
    org.asPerson("PATCH", `/sobjects/Account/${ref.id}`, { Accord_QB_Id__c: null });
    const before = org.sent.length;
    const window = { createdFrom: "2020-01-01T00:00:00Z", createdTo: createdAt };
    const names = ["import 200", "Import 0", "It's nobody"];
    const found = await org.remote.many.findNamed(CUSTOMER_ACCOUNT, names, window);
    expect(org.sent.length - before).toBe(1);
    if (!found.ok) throw new Error(JSON.stringify(found.error));
    expect(found.value.map(({ name }) => name).toSorted()).toEqual(["Import 0", "Import 200"]);
    const late = { createdFrom: "2099-01-01T00:00:00Z", createdTo: "2099-01-02T00:00:00Z" };
    expect(await org.remote.many.findNamed(CUSTOMER_ACCOUNT, names, late)).toEqual({
      ok: true,
      value: [],
    });
  });

  it("brings all there is in one request where a page holds it, deleted ones left out", async () => {
    const org = new EmulatedOrg();
    const end = await org.remote.many.writeMany(CUSTOMER_ACCOUNT, customers(3), NO_JOB);
    const all = await org.remote.many.readSmall(CUSTOMER_ACCOUNT);
    const { ref } = applied(receiptOf(end, "c1"));
    org.asPerson("DELETE", `/sobjects/Account/${ref.id}`, null);
    const before = org.sent.length;
    const left = await org.remote.many.readSmall(CUSTOMER_ACCOUNT);
    expect(org.sent.length - before).toBe(1);
    if (!all.ok || !left.ok) throw new Error("the org did not answer");
    const count = countOf(org, "Id != null");
    const [whole, after] = [all.value?.sightings ?? [], left.value?.sightings ?? []];
    expect([whole.length, after.length]).toEqual([count + 1, count]);
    const seen = after.map((each) => (each.kind === "found" ? each.observation.ref.id : ""));
    expect(seen).not.toContain(ref.id);
  });

  it("says that there is more where a page does not hold it", async () => {
    const org = new EmulatedOrg();
    for (let part = 0; part < 6; part += 1) {
      const writes = customers(400).map(({ key, write }, place) => ({
        key,
        write: { ...write, linkMark: `${REALM}:Customer:${part * 400 + place}` },
      }));
      await org.remote.many.writeMany(CUSTOMER_ACCOUNT, writes, NO_JOB);
    }
    expect(await org.remote.many.readSmall(CUSTOMER_ACCOUNT)).toEqual({ ok: true, value: null });
  });
});
