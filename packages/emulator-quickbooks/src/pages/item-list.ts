import type { EmulatorAnswer } from "../emulator-request.ts";
import { fullyQualifiedName } from "../entities/lists/names.ts";
import { numberOf, textOf } from "../json/json-value.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import { html } from "./html.ts";
import { itemTypeLabel } from "./known-types.ts";
import { levelClass, listOnPage } from "./list-page.ts";
import type { Listing } from "./listing.ts";
import { isActive } from "./named-records.ts";
import { inactiveTag } from "./parts.ts";
import type { Visit } from "./visit.ts";

const ofType = (type: string) => () => (record: StoredRecord) =>
  isActive(record) && textOf(record.fields, "Type") === type;

/** Products stand under their categories, since their full names begin alike. */
const ITEMS: Listing = {
  name: "items",
  types: ["Item"],
  alsoReads: [],
  searched: (record, store) => [
    fullyQualifiedName(record, store),
    textOf(record.fields, "Sku"),
    textOf(record.fields, "Description"),
  ],
  filters: {
    active: { label: "Active", test: () => isActive },
    services: { label: "Services", test: ofType("Service") },
    inventory: { label: "Inventory", test: ofType("Inventory") },
    nonInventory: { label: "Non-inventory", test: ofType("NonInventory") },
    categories: { label: "Categories", test: ofType("Category") },
    inactive: { label: "Inactive", test: () => (record) => !isActive(record) },
    all: { label: "All", test: () => () => true },
  },
  sorts: {
    name: (record, store) => fullyQualifiedName(record, store).toLowerCase(),
    sku: ({ fields }) => (textOf(fields, "Sku") ?? "").toLowerCase(),
    price: ({ fields }) => numberOf(fields, "UnitPrice") ?? 0,
  },
  ownKeys: new Set(["name", "sku", "price"]),
  descending: new Set(["price"]),
};

/** `/app/items`. */
export function itemList(visit: Visit): EmulatorAnswer {
  return listOnPage(
    {
      title: "Products and services",
      section: "items",
      path: "/app/items",
      listing: ITEMS,
      find: "Find a product or service",
      nothing: "No products or services found.",
      actions: html`<a class="button primary" id="new-item" href="/app/items/new">New item</a>`,
      rowClass: levelClass,
      columns: [
        {
          label: "Name",
          sort: "name",
          cell: ({ record, shown }) =>
            html`<a href="/app/item?itemId=${record.id}">${textOf(shown, "Name")}</a> ${inactiveTag(shown)}`,
        },
        { label: "SKU", sort: "sku", isMinor: true, cell: ({ shown }) => textOf(shown, "Sku") },
        { label: "Type", cell: ({ shown }) => itemTypeLabel(textOf(shown, "Type") ?? "") },
        { label: "Description", isMinor: true, cell: ({ shown }) => textOf(shown, "Description") },
        {
          label: "On hand",
          isNumber: true,
          isMinor: true,
          cell: ({ shown }, { formats }) => formats.number(numberOf(shown, "QtyOnHand")),
        },
        {
          label: "Price",
          sort: "price",
          isNumber: true,
          cell: ({ shown }, { formats }) => {
            const price = numberOf(shown, "UnitPrice");
            return price === undefined ? undefined : formats.money(price);
          },
        },
      ],
    },
    visit,
  );
}
