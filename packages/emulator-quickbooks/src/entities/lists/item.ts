import {
  compact,
  isObject,
  objectOf,
  objectsOf,
  referenceOf,
  textOf,
} from "../../json/json-value.ts";
import type { JsonObject } from "../../json/json-value.ts";
import type { Store } from "../../store/store.ts";
import {
  listOf,
  operations,
  setOf,
  type Draft,
  type EntityDescriptor,
  type PreparedFields,
  type WriteContext,
} from "../descriptor.ts";
import { checkItem, checkItemAccounts, checkItemPlace, checkItemType } from "./item-rules.ts";
import { prepareNamed } from "./named-list.ts";
import { fullyQualifiedName, levelOf } from "./names.ts";

/** Categories have neither price nor account (documented): what is sent of these is passed over. */
const NOT_OF_A_CATEGORY = new Set(
  listOf(`
    Taxable SalesTaxIncluded UnitPrice IncomeAccountRef PurchaseDesc PurchaseTaxIncluded
    PurchaseCost ExpenseAccountRef AssetAccountRef PrefVendorRef TrackQtyOnHand QtyOnHand
    ReorderPoint InvStartDate Sku ItemGroupDetail`),
);

/** Products, services, categories and bundles. Required properties as documented. */
export const ITEM: EntityDescriptor = {
  type: "Item",
  operations: operations("create read query update"),
  counter: "item",
  wireOrder: listOf(`
    Name Sku Description Active SubItem ParentRef Level FullyQualifiedName Taxable SalesTaxIncluded
    UnitPrice Type IncomeAccountRef PurchaseDesc PurchaseTaxIncluded PurchaseCost ExpenseAccountRef
    AssetAccountRef PrefVendorRef TrackQtyOnHand QtyOnHand ReorderPoint SalesTaxCodeRef
    PurchaseTaxCodeRef InvStartDate PrintGroupedItems ItemGroupDetail ClassRef domain sparse Id
    SyncToken MetaData`),
  computed: setOf("FullyQualifiedName Level SubItem"),
  readOnly: setOf(
    "FullyQualifiedName Level AvgCost QtyOnPurchaseOrder QtyOnSalesOrder SpecialItem SpecialItemType Source",
  ),
  isInChangeData: true,
  nameProperty: "Name",
  check: checkItem,
  prepare: prepareItem,
  view: (record, { store }) => {
    const parent = referenceOf(record.fields, "ParentRef");
    return compact({
      FullyQualifiedName: fullyQualifiedName(record, store),
      SubItem: parent === undefined ? undefined : true,
      ParentRef: parent === undefined ? undefined : namedParent(parent, store),
      Level: parent === undefined ? undefined : levelOf(record, store),
      ItemGroupDetail: bundleOf(record.fields, store),
    });
  },
};

/** Defaults as the documented answers show them; stock is tracked unless a client says no. */
function prepareItem(draft: Draft, context: WriteContext): PreparedFields {
  checkItemType(draft);
  const type = textOf(draft.fields, "Type");
  const { SubItem: _flag, ...sent } = draft.fields;
  const isTracked = type === "Inventory";
  const completed: JsonObject =
    type === "Category"
      ? Object.fromEntries(Object.entries(sent).filter(([name]) => !NOT_OF_A_CATEGORY.has(name)))
      : { Taxable: false, UnitPrice: 0, PurchaseCost: 0, ...sent, TrackQtyOnHand: isTracked };
  checkItemAccounts(completed, context.store);
  const fields = prepareNamed("Item", draft, completed, context);
  checkItemPlace(draft, fields, context);
  return { fields };
}

/** The documented samples name the parent of an item, unlike that of a customer. */
function namedParent(id: string, store: Store): JsonObject {
  const parent = store.record("Item", id);
  return parent === undefined
    ? { value: id }
    : { value: id, name: fullyQualifiedName(parent, store) };
}

/** What is in a bundle, with the type of each thing beside its name. */
function bundleOf(fields: JsonObject, store: Store): JsonObject | undefined {
  const detail = objectOf(fields, "ItemGroupDetail");
  if (detail === undefined) return undefined;
  const lines = objectsOf(detail, "ItemGroupLine").map((line) => {
    const item = store.record("Item", referenceOf(line, "ItemRef") ?? "");
    const reference = line["ItemRef"];
    if (item === undefined || !isObject(reference)) return line;
    return { ...line, ItemRef: { ...reference, type: textOf(item.fields, "Type") ?? "" } };
  });
  return { ItemGroupLine: lines };
}
