/** People at work with opportunities and invoices, for tests of the mapping of the two. */
import type { RecordView } from "@accord-sync/engine/engine-api.ts";
import type { World } from "./world.ts";

export interface Product {
  readonly id: string;
  /** Its entry in the standard price book. */
  readonly entry: string;
}

/** Records of Salesforce, by their ids. */
export interface Sale {
  readonly account: string;
  readonly opportunity: string;
  readonly products: readonly Product[];
}

export class InvoiceUsers {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  create(type: string, body: Readonly<Record<string, unknown>>): string {
    const made = this.#world.salesforce("POST", `/sobjects/${type}`, body) as { id?: string };
    if (made.id === undefined) throw new Error(JSON.stringify(made));
    return made.id;
  }

  edit(type: string, id: string, body: Readonly<Record<string, unknown>>): void {
    const refused = this.#world.salesforce("PATCH", `/sobjects/${type}/${id}`, body);
    if (refused !== null) throw new Error(JSON.stringify(refused));
  }

  /** A product with a price. */
  product(Name: string, UnitPrice: number): Product {
    const id = this.create("Product2", { Name, IsActive: true });
    const Pricebook2Id = this.#standardBook();
    const price = { Pricebook2Id, Product2Id: id, UnitPrice, IsActive: true };
    return { id, entry: this.create("PricebookEntry", price) };
  }

  /** An opportunity of an account with two products, of which QuickBooks knows nothing. */
  sale(Name = "INV-1"): Sale {
    const account = this.create("Account", { Name: "Tidewater Supply" });
    const products = [this.product("Rope", 12.5), this.product("Anchor", 80)];
    return { account, products, opportunity: this.opportunity(Name, account, products) };
  }

  opportunity(Name: string, AccountId: string, products: readonly Product[]): string {
    const id = this.create("Opportunity", {
      Name,
      AccountId,
      StageName: "Proposal",
      CloseDate: "2026-06-20",
      Pricebook2Id: this.#standardBook(),
    });
    for (const [index, { entry }] of products.entries()) {
      const line = { OpportunityId: id, PricebookEntryId: entry, UnitPrice: 12.5 + index };
      this.create("OpportunityLineItem", { ...line, Quantity: index + 2 });
    }
    return id;
  }

  async send(type: string, id: string): Promise<void> {
    const { engine } = this.#world;
    await this.#world.until(engine.send(type, id, { onMatch: "ask", actor: "Ada" }));
  }

  async view(type: string, id: string): Promise<RecordView> {
    const result = await this.#world.until(this.#world.engine.viewRecord(type, id));
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    return result.value;
  }

  #standardBook(): string {
    const books = [...this.#world.org.store.all("Pricebook2").entries()];
    const [id = ""] = books.find(([, row]) => row["IsStandard"] === true) ?? [];
    return id;
  }
}
