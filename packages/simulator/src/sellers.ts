/** People who sell: opportunities of accounts, with a line of a product, sent to QuickBooks. */
import type { Engine } from "@accord-sync/engine/engine.ts";
import type { Operation } from "./scenario.ts";
import { standardPrice } from "./remote-view.ts";
import type { World } from "./world.ts";

export type SaleOperation = Extract<Operation, { readonly sale: string }>;

interface Parts {
  readonly world: World;
  /** The record of Salesforce that a slot stands for; null where there is none. */
  readonly find: (slot: string) => Promise<string | null>;
  /** `id` is the record that is clicked on. */
  readonly press: (kind: string, id: string, act: (engine: Engine) => Promise<unknown>) => void;
}

export class Sellers {
  readonly #parts: Parts;
  /** Ids of opportunities, by the name of the sale. */
  readonly #sales = new Map<string, string>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async perform(operation: SaleOperation): Promise<void> {
    const { world, find, press } = this.#parts;
    if (!world.hasInvoices) return;
    if (operation.kind === "sell") return this.#sell(operation);
    const id = this.#sales.get(operation.sale);
    if (id === undefined) return;
    if (operation.kind === "sendSale") {
      const request = { onMatch: "ask", actor: "Ada" } as const;
      press("send", id, (engine) => engine.send("Opportunity", id, request));
      return;
    }
    const account = await find(operation.account);
    if (account === null) return;
    world.salesforce("PATCH", `/sobjects/Opportunity/${id}`, { AccountId: account });
  }

  async #sell({
    sale,
    account: slot,
    product,
  }: Extract<SaleOperation, { kind: "sell" }>): Promise<void> {
    const { world, find } = this.#parts;
    const account = await find(slot);
    const productId = await find(product);
    const entry = productId === null ? null : standardPrice(world, productId);
    if (account === null || entry === null) return;
    const made = world.salesforce("POST", "/sobjects/Opportunity", {
      Name: `INV ${sale}`,
      AccountId: account,
      StageName: "Proposal",
      CloseDate: "2026-06-20",
      Pricebook2Id: entry["Pricebook2Id"],
    }) as { id?: string } | null;
    if (made?.id === undefined) return;
    world.salesforce("POST", "/sobjects/OpportunityLineItem", {
      OpportunityId: made.id,
      PricebookEntryId: entry["Id"],
      Quantity: 2,
      UnitPrice: 12.5,
    });
    this.#sales.set(sale, made.id);
  }
}
