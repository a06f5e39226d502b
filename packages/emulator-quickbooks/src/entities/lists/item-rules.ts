import { fault, type FaultError } from "../../faults/api-fault.ts";
import { missingParameter, tooDeep } from "../../faults/fault-texts.ts";
import {
  bundleIsReadOnly,
  inventoryIsNotTracked,
  inventoryStaysInventory,
  invalidAccountType,
  invalidType,
  parentIsNoCategory,
  parentRequired,
} from "../../faults/list-faults.ts";
import { referenceOf, textOf, type JsonObject } from "../../json/json-value.ts";
import type { StoredRecord } from "../../store/stored-record.ts";
import type { Store } from "../../store/store.ts";
import type { Draft, WriteContext } from "../descriptor.ts";
import { companyFeature } from "./company-features.ts";
import { checkListName } from "./named-list.ts";
import { checkRange } from "./number-range.ts";

/** Types that QuickBooks Online has; the schema's others are those of the Desktop product. */
const TYPES: ReadonlySet<string> = new Set([
  "Bundle",
  "Category",
  "Group",
  "Inventory",
  "NonInventory",
  "Service",
]);
const BUNDLES: ReadonlySet<string> = new Set(["Bundle", "Group"]);
/** Documented. */
const PRICE = { min: 0, max: 99_999_999_999 };
const CATEGORY_LEVELS_MAX = 4;

/** Name, type, prices, and an account for each kind that is sold (documented). */
export function checkItem(draft: Draft, errors: FaultError[]): void {
  const { fields } = draft;
  const type = textOf(fields, "Type");
  checkListName(draft, errors);
  if (type === undefined) errors.push(missingParameter("Type"));
  const income = referenceOf(fields, "IncomeAccountRef");
  const expense = referenceOf(fields, "ExpenseAccountRef");
  const isSold = type === "Service" || type === "NonInventory";
  if (isSold && income === undefined && expense === undefined) {
    errors.push(missingParameter("IncomeAccountRef"));
  }
  if (type === "Inventory") checkInventory(fields, errors);
  if (fields["SubItem"] === true && referenceOf(fields, "ParentRef") === undefined) {
    errors.push(parentRequired("SubItem"));
  }
  if (type === "Category") return;
  for (const property of ["UnitPrice", "PurchaseCost"]) checkRange(fields, property, PRICE, errors);
}

/**
 * Stock needs three accounts, a quantity and a date; each that is missing is told (documented).
 */
function checkInventory(fields: JsonObject, errors: FaultError[]): void {
  for (const name of ["IncomeAccountRef", "ExpenseAccountRef"]) {
    if (referenceOf(fields, name) === undefined) errors.push(missingParameter(name));
  }
  for (const name of ["InvStartDate", "QtyOnHand"]) {
    if (fields[name] === undefined) errors.push(missingParameter(name));
  }
  if (referenceOf(fields, "AssetAccountRef") === undefined) {
    errors.push({
      ...missingParameter("AssetAccountRef"),
      detail:
        "Required parameter is missing in the request. An inventory assetaccount is required if you are tracking inventory quantities for this product.",
    });
  }
}

/** What may become what: stock stays stock, categories stay categories, bundles are not written. */
export function checkItemType({ fields, existing }: Draft): void {
  const type = textOf(fields, "Type") ?? "";
  const before = existing === undefined ? type : (textOf(existing.fields, "Type") ?? "");
  if (!TYPES.has(type)) throw fault(invalidType(type));
  if (BUNDLES.has(type) || BUNDLES.has(before)) throw fault(bundleIsReadOnly());
  if (before === "Inventory" && type !== before) throw fault(inventoryStaysInventory());
  const isRemade = (before === "Category") !== (type === "Category");
  if (isRemade) throw fault(invalidType(type));
  if (type === "Inventory" && fields["TrackQtyOnHand"] === false) {
    throw fault(inventoryIsNotTracked());
  }
}

/** Stock is sold for product income, costs what goods cost and is worth an inventory asset (documented). */
const STOCK_ACCOUNTS: readonly [property: string, isRight: (account: StoredRecord) => boolean][] = [
  [
    "IncomeAccountRef",
    ({ fields }) =>
      fields["AccountType"] === "Income" && fields["AccountSubType"] === "SalesOfProductIncome",
  ],
  ["ExpenseAccountRef", ({ fields }) => fields["AccountType"] === "Cost of Goods Sold"],
  [
    "AssetAccountRef",
    ({ fields }) =>
      fields["AccountType"] === "Other Current Asset" && fields["AccountSubType"] === "Inventory",
  ],
];
/** Nothing is sold into what customers owe or what vendors are owed. */
const NEVER: ReadonlySet<string> = new Set(["Accounts Receivable", "Accounts Payable"]);

/** The accounts must be of a kind that the item can post to. */
export function checkItemAccounts(fields: JsonObject, store: Store): void {
  const isStock = textOf(fields, "Type") === "Inventory";
  for (const [property, isRight] of STOCK_ACCOUNTS) {
    const account = store.record("Account", referenceOf(fields, property) ?? "");
    if (account === undefined) continue;
    const type = textOf(account.fields, "AccountType") ?? "";
    if (NEVER.has(type) || (isStock && !isRight(account))) throw fault(invalidAccountType(type));
  }
}

/** Categories hold the others, four levels deep; an item stands at the end (documented). */
export function checkItemPlace(draft: Draft, fields: JsonObject, { store }: WriteContext): void {
  if (companyFeature(store, "ItemCategoriesFeature") !== "true") return;
  const parent = store.record("Item", referenceOf(fields, "ParentRef") ?? "");
  if (parent !== undefined && !isCategory(parent)) throw fault(parentIsNoCategory());
  if (textOf(fields, "Type") !== "Category") return;
  let levels = categoryHeight(draft.id, store);
  for (
    let above = parent;
    above !== undefined;
    above = store.record("Item", referenceOf(above.fields, "ParentRef") ?? "")
  ) {
    levels += 1;
  }
  if (levels > CATEGORY_LEVELS_MAX) throw fault(tooDeep(CATEGORY_LEVELS_MAX));
}

function categoryHeight(id: string, store: Store): number {
  const below = store.indexes.find(`child:Item:${id}`).filter(isCategory);
  return 1 + Math.max(0, ...below.map((child) => categoryHeight(child.id, store)));
}

function isCategory({ fields }: StoredRecord): boolean {
  return textOf(fields, "Type") === "Category";
}
