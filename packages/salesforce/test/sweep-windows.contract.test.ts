/** A sweep whose window takes several pages, while the org goes on being changed. */
import { describe, expect, it } from "vitest";
import { CUSTOMER_ACCOUNT, ITEM_PRODUCT } from "@accord-sync/core/mapping/default-mappings.ts";
import { EmulatedOrg } from "./emulated-org.ts";

const BATCH_ROWS = 200;
/** Of products, whose price entries count among the rows. */
const PAGE_ROWS = 1_000;

/** One page of priced products and one batch more; answers with the ids of their entries, by product. */
function importProducts(org: EmulatedOrg): ReadonlyMap<string, string> {
  const book = org.asPerson("GET", `/query?q=${encodeURIComponent(STANDARD_BOOK)}`, null);
  const [{ Id: Pricebook2Id }] = (book as { records: [{ Id: string }] }).records;
  const entries = new Map<string, string>();
  for (let made = 0; made <= PAGE_ROWS; made += BATCH_ROWS) {
    const numbers = Array.from({ length: BATCH_ROWS }, (_, row) => made + row);
    const products = insert(
      org,
      "Product2",
      numbers.map((number) => ({ Name: `Lamp ${number}` })),
    );
    const prices = products.map((Product2Id) => ({ Pricebook2Id, Product2Id, UnitPrice: 1 }));
    const ids = insert(org, "PricebookEntry", prices);
    for (const [row, product] of products.entries()) entries.set(product, ids[row] ?? "");
  }
  return entries;
}

const STANDARD_BOOK = "SELECT Id FROM Pricebook2 WHERE IsStandard = true";

function insert(org: EmulatedOrg, type: string, rows: readonly object[]): readonly string[] {
  const records = rows.map((row) => ({ attributes: { type }, ...row }));
  const made = org.asPerson("POST", "/composite/sobjects", { records }) as { id: string }[];
  return made.map(({ id }) => id);
}

describe("a sweep of Accounts", () => {
  it("reads as many as a query returns at once in one page", async () => {
    const org = new EmulatedOrg();
    const mappings = [CUSTOMER_ACCOUNT];
    const start = await org.remote.sweep(mappings, null, org.now);
    const cursor = start.ok ? start.value.cursor : "";
    for (let made = 0; made < 1_800; made += BATCH_ROWS) {
      const names = Array.from({ length: BATCH_ROWS }, (_, row) => `Pier ${made + row}`);
      insert(
        org,
        "Account",
        names.map((Name) => ({ Name })),
      );
    }
    const swept = await org.remote.sweep(mappings, cursor, org.now);
    expect(swept.ok && swept.value.isFull).toBe(false);
    const made = swept.ok ? swept.value.changes.length : 0;
    expect(made).toBeGreaterThanOrEqual(1_800);
  });
});

describe("a price that changes behind a page that was read already", () => {
  it("is found by the next window, however long this one takes", async () => {
    const org = new EmulatedOrg();
    const mappings = [ITEM_PRODUCT];
    const entries = importProducts(org);
    const start = await org.remote.sweep(mappings, null, org.now);
    let cursor = start.ok ? start.value.cursor : "";
    const sweep = async () => {
      const swept = await org.remote.sweep(mappings, cursor, org.now);
      if (!swept.ok) throw new Error(JSON.stringify(swept.error));
      ({ cursor } = swept.value);
      return swept.value;
    };

    expect((await sweep()).isFull).toBe(true);
    org.now += 5_000;
    const [product = "", entry = ""] = [...entries][0] ?? [];
    org.asPerson("PATCH", `/sobjects/PricebookEntry/${entry}`, { UnitPrice: 2 });
    org.now += 600_000;
    expect((await sweep()).isFull).toBe(false);
    const { changes } = await sweep();
    const prices = changes.map(({ sighting }) =>
      sighting.kind === "found" && sighting.observation.ref.id === product
        ? sighting.observation.image["standardPrice.UnitPrice"]
        : null,
    );
    expect(prices).toContain("2");
  });
});
