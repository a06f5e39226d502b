import { describe, expect, it } from "vitest";
import { mountPages } from "../mount-pages.ts";
import { bodyText, fakeHost, get, send } from "../testing/fake-host.ts";

const STANDARD = "01s000000000001AAA";

function idOf(made: { readonly ok: boolean; readonly value?: { readonly id: string } }): string {
  if (made.value === undefined) throw new Error(JSON.stringify(made));
  return made.value.id;
}

/** An org with an opportunity and products at the standard price. */
function shop(names: readonly string[]) {
  const host = fakeHost();
  const { org } = host;
  const entries = names.map((Name, index) => {
    const Product2Id = idOf(
      org.create("Product2", { Name, ProductCode: `C${index}`, IsActive: true }),
    );
    const price = { Pricebook2Id: STANDARD, Product2Id, UnitPrice: 10, IsActive: true };
    return idOf(org.create("PricebookEntry", price));
  });
  const deal = { Name: "Deal", StageName: "Prospecting", CloseDate: "2026-01-01" };
  const opportunity = idOf(org.create("Opportunity", deal));
  const pages = mountPages(host);
  const url = `/lightning/api/records/${opportunity}/products`;
  const choice = async (query = ""): Promise<Record<string, unknown>> =>
    JSON.parse(bodyText(await pages(get(url + query)))) as Record<string, unknown>;
  const add = (lines: unknown, book = STANDARD) => pages(send("POST", url, { book, lines }));
  const lines = () => {
    const found = org.query("SELECT Quantity, UnitPrice FROM OpportunityLineItem ORDER BY Id");
    return found.ok ? found.value.records : [];
  };
  return { host, entries, opportunity, pages, choice, add, lines };
}

describe("adding products", () => {
  it("offers the active entries of the price book that is chosen, by name or code", async () => {
    const { choice, host, entries } = shop(["Rake", "Spade", "Seed"]);
    expect(await choice()).toMatchObject({ book: null, isFixed: false, entries: [] });
    host.org.update("PricebookEntry", entries[2] ?? "", { IsActive: false });
    const all = await choice(`?book=${STANDARD}`);
    expect(all["entries"]).toMatchObject([{ name: "Rake", price: 10 }, { name: "Spade" }]);
    expect((await choice(`?book=${STANDARD}&q=C1`))["entries"]).toMatchObject([{ name: "Spade" }]);
    expect((await choice(`?book=${STANDARD}&q='%25_`))["entries"]).toEqual([]);
  });

  it("gives the document its price book and all lines as one change", async () => {
    const { add, lines, entries, choice } = shop(["Rake", "Spade"]);
    const wished = entries.map((PricebookEntryId) => ({
      PricebookEntryId,
      Quantity: 2,
      UnitPrice: 9,
    }));
    expect((await add(wished))?.status).toBe(200);
    expect(lines()).toMatchObject([{ Quantity: 2, UnitPrice: 9 }, { Quantity: 2 }]);
    expect(await choice("?book=01s000000000009AAA")).toMatchObject({
      book: STANDARD,
      isFixed: true,
    });
  });

  it("leaves nothing behind when a line is refused, and says which", async () => {
    const { add, lines, entries, choice } = shop(["Rake", "Spade"]);
    const answer = await add([
      { PricebookEntryId: entries[0], Quantity: 1, UnitPrice: 10 },
      { PricebookEntryId: entries[1], Quantity: 0, UnitPrice: 10 },
    ]);
    expect(answer?.status).toBe(400);
    expect(bodyText(answer)).toContain("Row 2: ");
    expect(lines()).toEqual([]);
    expect(await choice()).toMatchObject({ book: null });
  });

  it.each([[[]], ["no list"], [Array.from({ length: 201 }, () => ({}))], [[null]]])(
    "refuses lines such as %j",
    async (wished) => {
      const { add, lines } = shop(["Rake"]);
      expect((await add(wished))?.status).toBe(400);
      expect(lines()).toEqual([]);
    },
  );

  it("is refused on records that sell nothing", async () => {
    const { host, pages } = shop([]);
    const account = idOf(host.org.create("Account", { Name: "Acme" }));
    const answer = await pages(get(`/lightning/api/records/${account}/products`));
    expect(answer?.status).toBe(400);
  });
});
